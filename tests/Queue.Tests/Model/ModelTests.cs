using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Model;

/// <summary>Whatever is asked in whatever order, the queue does what the simple model does.</summary>
public sealed class ModelTests(QueueHall hall)
{
    private static readonly SiteRules _rules = new()
    {
        Credits = new() { [VisitorClass.Elder] = Line.Credit },
        FavouredInARow = Line.FavouredInARow,
        LongestWaitMinutes = Line.LongestWait,
        Recalls = Line.Recalls,
        ReturnMinutes = Line.ReturnWithin,
    };

    private static readonly Gen<Operation> _operations =
        from kind in Gen.Frequency(
            (5, Gen.Constant(Kind.Issue)), (4, Gen.Constant(Kind.Open)), (1, Gen.Constant(Kind.Close)), (8, Gen.Constant(Kind.Call)),
            (12, Gen.Elements(Enum.GetValues<Kind>())))
        from window in Gen.Choose(1, 3)
        from teller in Gen.Frequency((4, Gen.Constant(window)), (1, Gen.Choose(1, 3)))
        from visitor in Gen.Choose(0, 30)
        from favoured in Gen.Elements(false, true, false)
        from pause in Gen.Frequency((8, Gen.Choose(0, 3)), (1, Gen.Choose(10, 45)))
        select new Operation(kind, window, teller, visitor, favoured, pause);

    [Fact]
    public void The_queue_does_what_the_model_does() =>
        Prop.ForAll(_operations.ListOf(60).ToArbitrary(), operations => RunAsync([.. operations]).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private async Task RunAsync(IReadOnlyList<Operation> operations)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2019, 10, 21, 8, 0, 0, Contracts.Hall.Offset));
        await using var replica = hall.Replica(clock);
        var site = await hall.OpenSiteAsync(rules: _rules);
        var tellers = Enumerable.Range(1, 3).ToDictionary(number => number, number => Caller.Teller(replica, site, $"t{number}"));
        var manager = new Caller(replica, Roles.SiteManager, "m1", site);
        var (line, ids, now) = (new Line(), new List<Guid>(), 0);
        foreach (var (index, operation) in operations.Index())
        {
            var passed = (operation.Pause * 60) + 1;
            clock.Advance(TimeSpan.FromSeconds(passed));
            now += passed;
            var nobody = line.NobodyWaits(operation);
            var done = line.Do(operation, now);
            if (operation.Kind > Kind.Call && ids.Count == 0)
                continue;

            using var response = await SendAsync(replica, site, tellers[operation.Teller], operation, ids);

            var expected = nobody ? HttpStatusCode.NoContent : done ? operation.Kind == Kind.Issue ? HttpStatusCode.Created : HttpStatusCode.OK : HttpStatusCode.Conflict;
            response.StatusCode.ShouldBe(expected, $"{index}: {operation}: {await response.Content.ReadAsStringAsync()}");
            if (operation.Kind == Kind.Issue)
                ids.Add((await response.ReadAsync<Slip>()).Ticket.TicketId);
            await CompareAsync(manager, site, line, $"after {index}: {operation}");
        }
    }

    private static Task<HttpResponseMessage> SendAsync(WebApplicationFactory<Program> replica, string site, Caller teller, Operation operation, List<Guid> ids)
    {
        var windows = $"/sites/{site}/windows/{operation.Window}";
        return operation.Kind switch
        {
            Kind.Issue => Caller.Kiosk(replica, site).PostAsync(
                $"/sites/{site}/tickets", $$"""{"items":["a"],"class":"{{(operation.IsFavoured ? "elder" : "ordinary")}}"}""", Guid.CreateVersion7().ToString()),
            Kind.Open => teller.PostAsync($"{windows}/open"),
            Kind.Close => teller.PostAsync($"{windows}/close"),
            Kind.Call => teller.PostAsync($"{windows}/call-next"),
            _ => teller.StepAsync(ids[operation.Visitor % ids.Count], operation.Kind.ToString().ToLowerInvariant(), operation.Kind switch
            {
                Kind.Hold => """{"reason":"x"}""",
                Kind.Transfer => $$"""{"window":{{operation.Window}}}""",
                _ => null,
            }),
        };
    }

    private static async Task CompareAsync(Caller manager, string site, Line line, string when)
    {
        using var response = await manager.GetAsync($"/sites/{site}/overview");
        var overview = await response.ReadAsync<SiteOverview>();
        var open = line.Visitors.Where(visitor => visitor.State is not (TicketState.Finished or TicketState.Cancelled));
        overview.Tickets.OrderBy(ticket => ticket.Number).Select(ticket => (ticket.Number, ticket.State, ticket.ForWindow, ticket.Recalls)).ShouldBe(
            open.Select(visitor => ($"A{visitor.Number:D3}", visitor.State, visitor.ForWindow, visitor.Recalls)), when);
        overview.Windows.Select(window => (window.Teller, IsBusy: window.TicketId is not null)).ShouldBe(
            line.Desks.Values.Select(desk => (desk.Teller is { } teller ? $"t{teller}" : null, desk.Visitor is not null)), when);
        var atWindows = overview.Tickets.Where(ticket => ticket.State is TicketState.Called or TicketState.Serving);
        atWindows.OrderBy(ticket => ticket.Window).Select(ticket => (ticket.Window, ticket.Number)).ShouldBe(
            line.Desks.Where(desk => desk.Value.Visitor is not null).Select(desk => ((int?)desk.Key, $"A{desk.Value.Visitor!.Number:D3}")), when);
    }
}
