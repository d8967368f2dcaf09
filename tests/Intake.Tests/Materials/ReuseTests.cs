using System.Net;
using Wenden.Intake.Cases;
using Wenden.Intake.Materials;

namespace Wenden.Intake.Tests.Materials;

public sealed class ReuseTests(IntakeHall hall)
{
    private const string Item = "subsidy-4050", Certificate = "unemployment-certificate";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task A_paper_of_last_time_is_used_again_while_it_is_valid()
    {
        var (earlier, now) = await OpenTwiceAsync();
        var handedIn = await _teller.HandInAsync(earlier.CaseId, Item, Certificate, Samples.Jpeg());
        var offered = await NeededAsync(now, Certificate);
        (offered.State, offered.Files.Count).ShouldBe((MaterialState.Missing, 0));
        offered.Earlier.ShouldBe([handedIn]);
        using (var look = await _teller.GetAsync($"/{now.CaseId}/materials/{handedIn.MaterialId}"))
            look.StatusCode.ShouldBe(HttpStatusCode.OK, "it is looked at before it is used");

        using var reused = await _teller.TryReuseAsync(now.CaseId, Item, Certificate, handedIn.MaterialId);
        using var twice = await _teller.Beside().TryReuseAsync(now.CaseId, Item, Certificate, handedIn.MaterialId);

        (await reused.ReadAsync<MaterialFile>()).ShouldBe(handedIn);
        (await twice.ReadAsync<MaterialFile>()).ShouldBe(handedIn);
        var needed = await NeededAsync(now, Certificate);
        (needed.State, needed.Earlier.Count).ShouldBe((MaterialState.HandedIn, 0));
        needed.Files.ShouldBe([handedIn]);
        handedIn.ValidUntil.ShouldBe(DateOnly.FromDateTime(handedIn.HandedInAt.ToOffset(TimeSpan.FromHours(8)).Date).AddMonths(12));
    }

    [Fact]
    public async Task After_its_last_day_it_is_not_offered_but_stays_where_it_was_used()
    {
        var (earlier, now) = await OpenTwiceAsync();
        var (card, certificate) = ("social-security-card", Certificate);
        var used = await _teller.HandInAsync(earlier.CaseId, Item, card, Samples.Jpeg());
        var unused = await _teller.HandInAsync(earlier.CaseId, Item, certificate, Samples.Jpeg());
        using (await _teller.TryReuseAsync(now.CaseId, Item, card, used.MaterialId))
            await hall.ScalarAsync<int>("update materials set valid_until = current_date - 2 where case_id = @CaseId", earlier);

        (await NeededAsync(now, card)).Files.Count.ShouldBe(1);
        (await NeededAsync(now, certificate)).Earlier.ShouldBeEmpty();
        using var read = await _teller.GetAsync($"/{now.CaseId}/materials/{used.MaterialId}");
        using var hidden = await _teller.GetAsync($"/{now.CaseId}/materials/{unused.MaterialId}");
        using var late = await _teller.TryReuseAsync(now.CaseId, Item, certificate, unused.MaterialId);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        await hidden.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.unknown");
        await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "material.expired");
        (await NeededAsync(earlier, certificate)).Files.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_paper_serves_two_items_of_a_case()
    {
        var opened = await _teller.OpenAsync("card-loss", "card-cancellation");
        hall.Neighbours.Facts[opened.PersonId] = [];
        var handedIn = await _teller.HandInAsync(opened.CaseId, "card-loss", "id-card", Samples.Jpeg());
        handedIn.ValidUntil.ShouldBeNull();
        (await NeededAsync(opened, "id-card", "card-cancellation")).Earlier.ShouldBe([handedIn]);

        using var reused = await _teller.TryReuseAsync(opened.CaseId, "card-cancellation", "id-card", handedIn.MaterialId);

        await reused.ReadAsync<MaterialFile>();
        (await NeededAsync(opened, "id-card", "card-cancellation")).State.ShouldBe(MaterialState.HandedIn);
    }

    [Fact]
    public async Task Nobody_uses_what_another_person_or_for_another_material_was_handed_in()
    {
        var (earlier, now) = await OpenTwiceAsync();
        var stranger = await _teller.OpenAsync(Item);
        var handedIn = await _teller.HandInAsync(earlier.CaseId, Item, Certificate, Samples.Jpeg());

        using var theirs = await _teller.TryReuseAsync(stranger.CaseId, Item, Certificate, handedIn.MaterialId);
        using var other = await _teller.TryReuseAsync(now.CaseId, Item, "social-security-card", handedIn.MaterialId);
        using var nothing = await _teller.TryReuseAsync(now.CaseId, Item, Certificate, Guid.CreateVersion7());

        foreach (var refused in new[] { theirs, other, nothing })
            await refused.ShouldBeProblemAsync(HttpStatusCode.NotFound, "material.unknown");
    }

    private async Task<(CaseView Earlier, CaseView Now)> OpenTwiceAsync()
    {
        var person = _teller.Person(out var personId);
        hall.Neighbours.Facts[personId] = [];
        return (await _teller.OpenAsync(_teller.Call(Item).TicketId, person), await _teller.OpenAsync(_teller.Call(Item).TicketId, person));
    }

    private async Task<NeededMaterial> NeededAsync(CaseView opened, string material, string item = Item) =>
        (await _teller.MaterialsAsync(opened.CaseId)).Items.Single(one => one.Code == item).Materials.Single(one => one.Code == material);
}
