using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Contracts.Intake;

namespace Wenden.Registry.Tests.Persons;

/// <summary>What an item of a case has made true stands in the person's file, until a correction takes it back.</summary>
public sealed class ItemResultTests(RegistryHall hall)
{
    private static readonly DateTimeOffset _morning = new(2019, 10, 21, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task What_is_done_stands_above_what_other_sources_say_of_the_day()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Person(number, "\"fileInCustody\":false", "档案托管", "2019-10-21"));
        var person = (await hall.Teller.ReadAsync(number)).PersonId;

        await TellAsync(Done(person, _morning));

        var file = await hall.Teller.ReadAsync(number);
        var fact = file.Facts["fileInCustody"];
        (fact.Value.GetBoolean(), fact.AsOf).ShouldBe((true, new DateOnly(2019, 10, 21)));
        fact.Source.ShouldStartWith("人事代理新增(档案托管) ");
        file.Facts["fileKeeper"].Value.GetString().ShouldBe("文登区人社综合服务大厅");
    }

    [Fact]
    public async Task The_last_word_on_an_item_counts_whichever_comes_first_and_however_often()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number));
        var before = await hall.Teller.ReadAsync(number);
        var done = Done(before.PersonId, _morning);
        var takenBack = done with { At = _morning.AddHours(1), Facts = new Dictionary<string, JsonElement>() };
        var again = done with { At = _morning.AddHours(2) };

        await TellAsync(done, done, takenBack, done);
        var corrected = await hall.Teller.ReadAsync(number);
        await TellAsync(again, takenBack);
        var anew = await hall.Teller.ReadAsync(number);
        await TellAsync(Done(Guid.CreateVersion7(), _morning));

        corrected.Facts.ShouldNotContainKey("fileInCustody");
        corrected.Version.ShouldBe(before.Version + 2);
        anew.Facts["fileInCustody"].Value.GetBoolean().ShouldBeTrue();
        anew.Version.ShouldBe(before.Version + 3);
    }

    private static ItemProduced Done(Guid person, DateTimeOffset at) => new()
    {
        Site = "wendeng-hall", CaseId = Guid.CreateVersion7(), Item = "personnel-agency-enrolment", ItemName = "人事代理新增(档案托管)", PersonId = person, At = at,
        Facts = new Dictionary<string, JsonElement>
        {
            ["fileInCustody"] = JsonSerializer.SerializeToElement(true), ["fileKeeper"] = JsonSerializer.SerializeToElement("文登区人社综合服务大厅"),
        },
    };

    private async Task TellAsync(params ItemProduced[] told)
    {
        foreach (var produced in told)
        {
            var messageId = Guid.CreateVersion7();
            await hall.Service.Services.GetRequiredService<IBus>().Publish(produced, context => context.MessageId = messageId);
            for (var i = 0; !await hall.ScalarAsync<bool>("select exists (select from inbox where message_id = @messageId)", new { messageId }); i++)
            {
                i.ShouldBeLessThan(600, "It did not come about within a minute");
                await Task.Delay(100);
            }
        }
    }
}
