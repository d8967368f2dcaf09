using System.Net;
using Wenden.Certification.Roll;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Tests.Roll;

public sealed class KeepRollTests(CertificationHall hall)
{
    [Fact]
    public async Task A_beneficiary_comes_on_the_roll()
    {
        var person = await hall.EnrolAsync(new DateOnly(2019, 3, 5));

        var entry = await CertificationHall.ReadAsync(hall.Second, person.PersonId);

        entry.ValidUntil.ShouldBe(new DateOnly(2020, 3, 5));
        entry.CertifiedOn.ShouldBe(new DateOnly(2019, 3, 5));
        entry.State.ShouldBe(Standing.Current);
        (entry.Site, entry.Village).ShouldBe((person.Site, person.Village));
        entry.Benefits.ShouldBe(person.Benefits);
    }

    [Fact]
    public async Task An_older_event_that_comes_late_changes_nothing()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2019, 3, 5));
        await hall.TellAsync(person with { Version = 7, Site = "town-gejia" });

        await hall.TellAsync(person with { Version = 6, Site = "town-zeku", DiedOn = new DateOnly(2019, 1, 1) });
        await hall.TellAsync(person with { Version = 7, Site = "town-zeku" });

        var entry = await CertificationHall.ReadAsync(hall.First, person.PersonId);
        (entry.Site, entry.DiedOn).ShouldBe(("town-gejia", null));
    }

    [Fact]
    public async Task Who_left_the_roll_is_not_brought_back_late()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2019, 3, 5));
        await hall.TellAsync(person with { Version = 3, Benefits = [] });

        await hall.TellAsync(person with { Version = 2 });

        (await CertificationHall.ReadAsync(hall.First, person.PersonId)).State.ShouldBe(Standing.Ended);
    }

    [Fact]
    public async Task Who_draws_a_benefit_again_is_on_the_roll_again()
    {
        var person = await hall.EnrolAsync();
        await hall.TellAsync(person with { Version = 2, Benefits = [] });
        var ended = await CertificationHall.ReadAsync(hall.First, person.PersonId);

        await hall.TellAsync(person with { Version = 3 });

        ended.State.ShouldBe(Standing.Ended);
        (await CertificationHall.ReadAsync(hall.First, person.PersonId)).State.ShouldBe(Standing.Due);
    }

    [Fact]
    public async Task Versions_in_any_order_end_at_the_highest()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2019, 3, 5));
        var versions = Enumerable.Range(1, 30).Select(version => person with { Version = version, Village = $"{version}村" }).ToArray();
        new Random(4050).Shuffle(versions);

        await Task.WhenAll(versions.Select(version => hall.TellAsync(version)));

        (await CertificationHall.ReadAsync(hall.First, person.PersonId)).Village.ShouldBe("30村");
    }

    [Fact]
    public async Task A_message_repeated_takes_effect_once()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2019, 3, 5));
        var id = Guid.CreateVersion7();
        await hall.TellAsync(person, id);

        await hall.TellAsync(person with { Version = 2, Village = "same message, other content" }, id);
        await hall.TellAsync(CertificationHall.Pensioner(new DateOnly(2019, 3, 5)));

        (await CertificationHall.ReadAsync(hall.First, person.PersonId)).Village.ShouldBe(person.Village);
    }

    [Fact]
    public async Task Who_never_drew_a_benefit_is_not_kept()
    {
        var person = CertificationHall.Pensioner(new DateOnly(2019, 3, 5)) with { Benefits = [] };
        await hall.TellAsync(person);

        using var client = CertificationHall.Teller(hall.First);
        using var response = await client.GetAsync(new Uri($"/roll/{person.PersonId}", UriKind.Relative));

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "roll.unknown");
        (await hall.ScalarAsync<long>("select count(*) from roll where person_id = @PersonId", person)).ShouldBe(0);
    }

    [Fact]
    public async Task The_registry_does_not_shorten_a_term()
    {
        var person = await hall.EnrolAsync(new DateOnly(2018, 11, 1));
        using var client = CertificationHall.Teller(hall.First);
        (await CertificationHall.CertifyAsync(client, person.PersonId)).EnsureSuccessStatusCode();

        await hall.TellAsync(person with { Version = 2, Benefits = [person.Benefits[0] with { MonthlyAmount = 3_000 }] });
        var kept = await CertificationHall.ReadAsync(hall.First, person.PersonId);
        await hall.TellAsync(person with { Version = 3, Benefits = [new Benefit { Kind = "pension", Since = new DateOnly(2019, 12, 1), MonthlyAmount = 1 }] });
        var longer = await CertificationHall.ReadAsync(hall.First, person.PersonId);

        kept.ValidUntil.ShouldBe(CertificationHall.Today.AddMonths(12));
        kept.Benefits[0].MonthlyAmount.ShouldBe(3_000);
        longer.ValidUntil.ShouldBe(new DateOnly(2020, 12, 1));
    }
}
