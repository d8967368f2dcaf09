using FsCheck;
using FsCheck.Fluent;
using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Model;

/// <summary>
/// How long visitors without a credit can be made to wait by those with one, on days that are worse than any real one. On the model, which does what
/// the queue does (<see cref="ModelTests"/>), so that thousands of days can be lived through.
/// </summary>
public sealed class FairnessBoundTests
{
    private const int Windows = 3;

    [Fact]
    public void The_bound_holds_on_every_day() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Check(Live(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static void Check(List<Called> day)
    {
        foreach (var ordinary in day.Where(call => !call.IsFavoured))
        {
            var before = day.TakeWhile(call => call != ordinary).ToArray();

            before.Where(call => call.Arrived > ordinary.Arrived + (Line.Credit * 60)).ShouldBeEmpty("nobody who came more than a credit later is called before");
            before.Where(call => !call.IsFavoured && call.Arrived > ordinary.Arrived).ShouldBeEmpty("nobody without a credit overtakes");
            // Who is overdue when a window calls is called before anybody who came later.
            before.Where(call => call.At > ordinary.Arrived + (Line.LongestWait * 60) && call.Arrived > ordinary.Arrived).ShouldBeEmpty("nobody overtakes who is overdue");
        }

        foreach (var window in day.GroupBy(call => call.Window))
        {
            var favoured = 0;
            foreach (var call in window)
            {
                favoured = call.IsFavoured ? favoured + 1 : 0;
                // Whoever is overdue is called whoever they are; that is their right, not their credit.
                if (call.OrdinaryWaited && call.At < call.Arrived + (Line.LongestWait * 60))
                    favoured.ShouldBeLessThanOrEqualTo(Line.FavouredInARow, "a window calls so many with a credit in a row at most");
            }
        }
    }

    /// <summary>A day on which up to nine in ten have a credit, and the windows cannot keep up.</summary>
    private static List<Called> Live(int seed)
    {
        var random = new Random(seed);
        var (line, now, calls) = (new Line(), 0, new List<Called>());
        var (share, pause) = (random.NextDouble() * 0.9, random.Next(5, 90));
        for (var window = 1; window <= Windows; window++)
            line.Do(new Operation(Kind.Open, window, window, 0, false, 0), now);
        for (var i = 0; i < 150 || line.Visitors.Exists(visitor => visitor.State == TicketState.Waiting); i++)
        {
            now += random.Next(1, 2 * pause);
            if (i < 150)
                line.Do(new Operation(Kind.Issue, 1, 1, 0, random.NextDouble() < share, 0), now);
            if (random.Next(3) != 0 && i < 150)
                continue;
            var window = random.Next(1, Windows + 1);
            if (line.Desks[window].Visitor is { } served)
                line.Do(new Operation(Kind.Finish, window, window, served.Number - 1, false, 0), now);
            var ordinaryWaits = line.Visitors.Exists(visitor => visitor.State == TicketState.Waiting && !visitor.IsFavoured);
            if (line.Do(new Operation(Kind.Call, window, window, 0, false, 0), now) && line.Desks[window].Visitor is { } called)
                calls.Add(new Called(called.Arrived, called.IsFavoured, window, now, ordinaryWaits));
        }

        return calls;
    }

    private sealed record Called(int Arrived, bool IsFavoured, int Window, int At, bool OrdinaryWaited);
}
