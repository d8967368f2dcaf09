using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Contracts.Certification;

namespace Wenden.Registry.Tests.Benefits;

public sealed class RecordCertificationTests(RegistryHall hall)
{
    private static readonly DateOnly Today = new(2019, 10, 21);

    [Fact]
    public async Task A_certification_is_kept_with_the_benefits_and_made_known()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Benefit(number));

        await CertifyAsync(number, Today);

        await UntilAsync(async () => (await hall.VersionsPublishedAsync(number)).Count == 2);
        var file = await hall.Teller.ReadAsync(number);
        (file.Version, file.Benefits[0].CertifiedOn).ShouldBe((2, Today));
        (await hall.ScalarAsync<string>(
            """
            select body -> 'benefits' -> 0 ->> 'certifiedOn'
            from (select body from outbox union all select body from outbox_sent) events
            where body ->> 'personId' = @id and (body ->> 'version')::int = 2
            """, new { id = file.PersonId.ToString() })).ShouldBe("2019-10-21");
    }

    [Fact]
    public async Task A_late_certification_moves_no_day_back()
    {
        var number = Fresh.IdNumber();
        await hall.Operator.ImportAsync(Fresh.Person(number), Fresh.Benefit(number, null));

        await CertifyAsync(number, Today);
        await UntilAsync(async () => (await hall.VersionsPublishedAsync(number)).Count == 2);
        var late = await CertifyAsync(number, Today.AddDays(-10));
        await UntilAsync(async () => await hall.ScalarAsync<bool>("select exists (select from inbox where message_id = @late)", new { late }));

        var file = await hall.Teller.ReadAsync(number);
        (file.Version, file.Benefits[0].CertifiedOn).ShouldBe((2, Today));
    }

    [Fact]
    public async Task Importing_the_file_again_does_not_take_it_back()
    {
        var number = Fresh.IdNumber();
        string[] lines = [Fresh.Person(number), Fresh.Benefit(number)];
        await hall.Operator.ImportAsync(lines);
        await CertifyAsync(number, Today);
        await UntilAsync(async () => (await hall.VersionsPublishedAsync(number)).Count == 2);

        var again = await hall.Operator.ImportAsync(lines);

        again.Total.Unchanged.ShouldBe(2);
        (await hall.Teller.ReadAsync(number)).Benefits[0].CertifiedOn.ShouldBe(Today);
    }

    private async Task<Guid> CertifyAsync(string number, DateOnly day)
    {
        var personId = await hall.ScalarAsync<Guid>("select person_id from persons where id_number = @number", new { number });
        var messageId = Guid.CreateVersion7();
        await hall.Service.Services.GetRequiredService<IBus>().Publish(
            new Certified
            {
                Site = "wendeng-hall",
                CertificationId = Guid.CreateVersion7(),
                PersonId = personId,
                Channel = "counter",
                CertifiedOn = day,
                ValidUntil = day.AddMonths(12),
            },
            context => context.MessageId = messageId);
        return messageId;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; !await isSo(); i++)
        {
            i.ShouldBeLessThan(600, "It did not come about within a minute");
            await Task.Delay(100);
        }
    }
}
