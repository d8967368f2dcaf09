using System.Net;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.Intake.Cases;
using Wenden.Intake.Ratings;
using Wenden.Intake.Tests.Cases;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Ratings;

/// <summary>Each item is rated once, by its visitor, and the teller who served learns of it when the case is closed.</summary>
public sealed class RatingTests(IntakeHall hall)
{
    private const string Item = "card-application", Slow = "pension-relation-transfer-in";
    private readonly Teller _teller = new(hall, name: "t031");
    private readonly Visitor _visitor = Visitor.Of(hall);

    [Fact]
    public async Task An_item_is_rated_once_it_is_accepted()
    {
        var opened = await _teller.OpenAsync(Item);
        var link = Visitor.LinkOf(hall, opened);
        (await _visitor.RatingsAsync(link)).ShouldBeEmpty();
        using (var early = await _visitor.TryRateAsync(link, opened.CaseId, Item, RatingLevel.Satisfied))
            await early.ShouldBeProblemAsync(HttpStatusCode.NotFound, "rating.unknown");
        await hall.AcceptAsync(_teller, opened);

        (await _visitor.RatingsAsync(link)).ShouldHaveSingleItem().Level.ShouldBeNull();
        var rated = await _visitor.RateAsync(link, opened.CaseId, Item, RatingLevel.VerySatisfied, " 很快 ");

        (rated.Level, rated.Comment, rated.Finding).ShouldBe((RatingLevel.VerySatisfied, "很快", null));
        (await _visitor.RatingsAsync(link)).ShouldHaveSingleItem().ShouldBe(rated);
        (await hall.Database.EntriesAsync(opened.PersonId)).ShouldContain(entry => entry.Action == "intake.rate-on-phone" && entry.Purpose == $"case/{opened.CaseId}");
    }

    [Fact]
    public async Task A_visit_that_ended_without_acceptance_can_be_rated_too()
    {
        var opened = await _teller.OpenAsync(Item);
        await EndVisitAsync(opened);

        var rated = await _visitor.RateAsync(Visitor.LinkOf(hall, opened), opened.CaseId, Item, RatingLevel.FairlySatisfied);

        rated.Level.ShouldBe(RatingLevel.FairlySatisfied);
    }

    [Fact]
    public async Task The_same_twice_is_one_rating_and_another_is_refused()
    {
        var opened = await AcceptedAsync(Item);
        var link = Visitor.LinkOf(hall, opened);
        var first = await _visitor.RateAsync(link, opened.CaseId, Item, RatingLevel.Dissatisfied, "等了很久");

        var again = await Visitor.Beside(hall).RateAsync(link, opened.CaseId, Item, RatingLevel.Dissatisfied, "等了很久");
        using var other = await _visitor.TryRateAsync(link, opened.CaseId, Item, RatingLevel.VerySatisfied);
        using var own = await Visitor.Citizen(hall, opened.PersonId).PostAsync($"/ratings/{opened.CaseId}/{Item}", new { level = RatingLevel.Satisfied });

        again.ShouldBe(first);
        await other.ShouldBeProblemAsync(HttpStatusCode.Conflict, "rating.given");
        await own.ShouldBeProblemAsync(HttpStatusCode.Conflict, "rating.given");
        (await CountAsync("ledger_entries", opened)).ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_ratings_at_once_one_counts_and_opens_one_entry()
    {
        var opened = await AcceptedAsync(Item);
        var link = Visitor.LinkOf(hall, opened);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(turn => (turn % 2 == 0 ? Visitor.Of(hall) : Visitor.Beside(hall))
            .TryRateAsync(link, opened.CaseId, Item, turn % 3 == 0 ? RatingLevel.Dissatisfied : RatingLevel.VeryDissatisfied)));

        answers.Select(answer => answer.StatusCode).Distinct().ShouldBe([HttpStatusCode.OK, HttpStatusCode.Conflict], ignoreOrder: true);
        (await CountAsync("ratings", opened)).ShouldBe(1);
        (await CountAsync("ledger_entries", opened)).ShouldBe(1);
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Theory]
    [InlineData(RatingLevel.VerySatisfied, 0)]
    [InlineData(RatingLevel.Satisfied, 0)]
    [InlineData(RatingLevel.FairlySatisfied, 0)]
    [InlineData(RatingLevel.Dissatisfied, 1)]
    [InlineData(RatingLevel.VeryDissatisfied, 1)]
    public async Task The_two_lowest_go_on_the_ledger(string level, int entries)
    {
        var opened = await AcceptedAsync(Item);

        var rated = await _visitor.RateAsync(Visitor.LinkOf(hall, opened), opened.CaseId, Item, level, contact: "0631-8450000");

        (await CountAsync("ledger_entries", opened)).ShouldBe(entries);
        (rated.Finding is not null).ShouldBe(entries == 1);
        if (rated.Finding is { } link)
            (await _visitor.FindingAsync(link)).ItemName.ShouldBe(rated.Name);
    }

    [Fact]
    public async Task Nobody_rates_what_is_not_theirs()
    {
        var (mine, other) = (await AcceptedAsync(Item), await AcceptedAsync(Item));

        using var elsewhere = await _visitor.TryRateAsync(Visitor.LinkOf(hall, mine), other.CaseId, Item, RatingLevel.Satisfied);
        using var unknown = await _visitor.TryRateAsync("abcdefghijklmnopqrstuv", mine.CaseId, Item, RatingLevel.Satisfied);
        using var noItem = await _visitor.TryRateAsync(Visitor.LinkOf(hall, mine), mine.CaseId, Slow, RatingLevel.Satisfied);
        using var stranger = await Visitor.Citizen(hall, other.PersonId).PostAsync($"/ratings/{mine.CaseId}/{Item}", new { level = RatingLevel.Satisfied });
        using var teller = await _teller.PostRatingAsync($"/ratings/{mine.CaseId}/{Item}", RatingLevel.VerySatisfied);

        await elsewhere.ShouldBeProblemAsync(HttpStatusCode.NotFound, "rating.unknown");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "visit.unknown");
        await noItem.ShouldBeProblemAsync(HttpStatusCode.NotFound, "rating.unknown");
        await stranger.ShouldBeProblemAsync(HttpStatusCode.NotFound, "rating.unknown");
        teller.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("wonderful", null, null, "rating.level")]
    [InlineData(RatingLevel.Satisfied, 501, null, "rating.comment")]
    [InlineData(RatingLevel.Dissatisfied, null, "call me", "finding.contact")]
    public async Task Bad_input_is_named(string level, int? length, string? contact, string code)
    {
        var opened = await AcceptedAsync(Item);

        using var answer = await _visitor.TryRateAsync(
            Visitor.LinkOf(hall, opened), opened.CaseId, Item, level, length is { } long_ ? new string('好', long_) : null, contact);

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_citizen_sees_and_rates_own_items()
    {
        var opened = await AcceptedAsync(Item);
        var citizen = Visitor.Citizen(hall, opened.PersonId);

        using var rated = await citizen.PostAsync($"/ratings/{opened.CaseId}/{Item}", new { level = RatingLevel.Satisfied });
        rated.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var list = await citizen.GetAsync("/ratings");

        var only = (await list.ReadAsync<RatedItem[]>()).ShouldHaveSingleItem();
        (only.CaseId, only.Item, only.Level).ShouldBe((opened.CaseId, Item, RatingLevel.Satisfied));
        (await hall.Database.ActionsAsync(opened.PersonId)).TakeLast(2).ShouldBe(["intake.rate-own", "intake.read-own-ratings"]);
    }

    [Fact]
    public async Task At_the_window_the_visitor_called_last_rates_and_nobody_learns_what()
    {
        var opened = await AcceptedAsync(Item);
        await EndVisitAsync(opened);
        (await WindowAsync(_teller)).Items.ShouldHaveSingleItem().CaseId.ShouldBe(opened.CaseId);
        var (path, key) = ($"/sites/{_teller.Site}/window-ratings/{opened.CaseId}/{Item}", Guid.CreateVersion7().ToString());

        using var other = await _teller.Beside("t032").PostRatingAsync(path, RatingLevel.VeryDissatisfied);
        using var first = await _teller.PostRatingAsync(path, RatingLevel.VeryDissatisfied, key);
        using var repeated = await _teller.Beside().PostRatingAsync(path, RatingLevel.VeryDissatisfied, key);
        using var probing = await _teller.PostRatingAsync(path, RatingLevel.VeryDissatisfied);

        await other.ShouldBeProblemAsync(HttpStatusCode.NotFound, "rating.unknown");
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        repeated.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await probing.ShouldBeProblemAsync(HttpStatusCode.Conflict, "rating.given");
        (await WindowAsync(_teller)).ShouldSatisfyAllConditions(shown => shown.Number.ShouldBeNull(), shown => shown.Items.ShouldBeEmpty());
    }

    [Fact]
    public async Task A_visitor_who_left_long_ago_rates_no_more_at_the_window()
    {
        var opened = await AcceptedAsync(Item);
        await EndVisitAsync(opened, TimeProvider.System.GetUtcNow().AddMinutes(-11));

        (await WindowAsync(_teller)).Items.ShouldBeEmpty();
        using var late = await _teller.PostRatingAsync($"/sites/{_teller.Site}/window-ratings/{opened.CaseId}/{Item}", RatingLevel.Satisfied);

        await late.ShouldBeProblemAsync(HttpStatusCode.NotFound, "rating.unknown");
    }

    [Fact]
    public async Task A_teller_sees_ratings_of_the_own_closed_cases_alone()
    {
        var opened = await AcceptedAsync(Item, Slow);
        var link = Visitor.LinkOf(hall, opened);
        await _visitor.RateAsync(link, opened.CaseId, Item, RatingLevel.VeryDissatisfied, "态度不好");
        using (var done = await _teller.TryCompleteAsync(opened.CaseId, Item))
            done.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await ServedAsync(_teller)).ShouldBeEmpty("one item is still worked on");
        using (var decided = await _teller.As(Roles.Reviewer, "r001").PostAsync($"/{opened.CaseId}/items/{Slow}/decide", new { result = "completed" }))
            decided.StatusCode.ShouldBe(HttpStatusCode.OK);

        var seen = (await ServedAsync(_teller)).ShouldHaveSingleItem();
        (seen.Level, seen.Comment).ShouldBe((RatingLevel.VeryDissatisfied, "态度不好"));
        (await ServedAsync(_teller.Beside("t032"))).ShouldBeEmpty();
    }

    private async Task<CaseView> AcceptedAsync(params string[] items) => await hall.AcceptAsync(_teller, await _teller.OpenAsync(items));

    private Task EndVisitAsync(CaseView of, DateTimeOffset? at = null) => hall.DeliverAsync(
        new TicketFinished { Site = of.Site, TicketId = of.TicketId, FinishedAt = at ?? TimeProvider.System.GetUtcNow() }, "intake-follow-visit");

    private Task<long> CountAsync(string table, CaseView of) =>
        hall.ScalarAsync<long>($"select count(*) from {table} where site = @Site and case_id = @CaseId", of);

    private static async Task<RateAtWindow.WindowRatings> WindowAsync(Teller teller)
    {
        using var answer = await teller.GetAtSiteAsync("window-ratings");
        return await answer.ReadAsync<RateAtWindow.WindowRatings>();
    }

    private static async Task<ReadServedRatings.ServedRating[]> ServedAsync(Teller teller)
    {
        using var answer = await teller.GetAtSiteAsync("ratings");
        return await answer.ReadAsync<ReadServedRatings.ServedRating[]>();
    }
}
