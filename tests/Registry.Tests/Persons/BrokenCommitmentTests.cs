using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Contracts.Intake;

namespace Wenden.Registry.Tests.Persons;

public sealed class BrokenCommitmentTests(RegistryHall hall)
{
    [Fact]
    public async Task What_was_false_stands_in_the_persons_file_once()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number));
        var before = await hall.Teller.ReadAsync(number);
        var (first, second) = (Broken(before.PersonId), Broken(before.PersonId));

        // Another message about the same, as after a correction of the outbox by hand, changes nothing.
        foreach (var broken in new[] { first, first, second, Broken(Guid.CreateVersion7()) })
            await TellAsync(broken);

        var file = await hall.Teller.ReadAsync(number);
        before.Facts.ShouldNotContainKey("brokenCommitments");
        var fact = file.Facts["brokenCommitments"];
        (fact.Value.GetInt64(), fact.Source, fact.AsOf).ShouldBe((2, "告知承诺核查", new DateOnly(2019, 10, 22)));
        file.Version.ShouldBe(before.Version + 2);
    }

    private static CommitmentBroken Broken(Guid person) => new()
    {
        Site = "wendeng-hall", CaseId = Guid.CreateVersion7(), CommitmentId = Guid.CreateVersion7(), PersonId = person, Material = "毕业证书",
        // In Wendeng it is the next day.
        FoundAt = new DateTimeOffset(2019, 10, 21, 20, 0, 0, TimeSpan.Zero),
    };

    private async Task TellAsync(CommitmentBroken broken)
    {
        var messageId = Guid.CreateVersion7();
        await hall.Service.Services.GetRequiredService<IBus>().Publish(broken, context => context.MessageId = messageId);
        for (var i = 0; !await hall.ScalarAsync<bool>("select exists (select from inbox where message_id = @messageId)", new { messageId }); i++)
        {
            i.ShouldBeLessThan(600, "It did not come about within a minute");
            await Task.Delay(100);
        }
    }
}
