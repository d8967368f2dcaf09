using Wenden.Contracts.Queue;

namespace Wenden.Queue.Tests.Model;

/// <summary>The queue of one site as simply as it can be told: one caller, lists, no database. Times are whole seconds.</summary>
internal sealed class Line
{
    public const int FavouredInARow = 2;
    public const int LongestWait = 40;
    public const int Credit = 15;
    public const int Recalls = 1;
    public const int ReturnWithin = 30;

    public List<Visitor> Visitors { get; } = [];

    public Dictionary<int, Desk> Desks { get; } = Enumerable.Range(1, 3).ToDictionary(number => number, _ => new Desk());

    /// <summary>What an operation does; false where it is refused.</summary>
    public bool Do(Operation operation, int now)
    {
        var (window, teller) = (operation.Window, operation.Teller);
        var desk = Desks[window];
        var visitor = Visitors.Count == 0 ? null : Visitors[operation.Visitor % Visitors.Count];
        switch (operation.Kind)
        {
            case Kind.Issue:
                Visitors.Add(new Visitor { Number = Visitors.Count + 1, Arrived = now, Turn = now - (operation.IsFavoured ? Credit * 60 : 0), IsFavoured = operation.IsFavoured });
                return true;
            case Kind.Open:
                if (desk.Teller is not null && desk.Teller != teller || Desks.Any(other => other.Key != window && other.Value.Teller == teller))
                    return false;
                desk.Teller = teller;
                return true;
            case Kind.Close:
                if (desk.Visitor is not null || (desk.Teller is not null && desk.Teller != teller))
                    return false;
                Desks[window] = new Desk();
                return true;
            case Kind.Call:
                return desk.Teller == teller && desk.Visitor is null && Call(window, teller, now);
        }

        return visitor is not null && Step(operation.Kind, visitor, teller, operation.Window, now);
    }

    /// <summary>Whether there is nobody to call although the window could: the one call that is answered with nothing.</summary>
    public bool NobodyWaits(Operation operation) =>
        operation.Kind == Kind.Call && Desks[operation.Window] is { Visitor: null } desk && desk.Teller == operation.Teller && Candidates(operation.Window).Count == 0;

    private List<Visitor> Candidates(int window) =>
        Visitors.FindAll(visitor => visitor.State == TicketState.Waiting && (visitor.ForWindow is null || visitor.ForWindow == window));

    private bool Call(int window, int teller, int now)
    {
        var desk = Desks[window];
        var waiting = Candidates(window);
        if (waiting.Count == 0)
            return false;
        var overdue = waiting.FindAll(visitor => visitor.Arrived <= now - (LongestWait * 60));
        var ordinary = desk.FavouredInARow >= FavouredInARow ? waiting.FindAll(visitor => !visitor.IsFavoured) : [];
        var called = overdue.Count > 0 ? overdue.OrderBy(visitor => visitor.Arrived).ThenBy(visitor => visitor.Number).First()
            : (ordinary.Count > 0 ? ordinary : waiting).OrderBy(visitor => visitor.Turn).ThenBy(visitor => visitor.Number).First();
        desk.FavouredInARow = called.IsFavoured ? desk.FavouredInARow + 1 : 0;
        desk.Visitor = called;
        (called.State, called.Teller, called.Window, called.Recalls, called.ForWindow) = (TicketState.Called, teller, window, 0, null);
        return true;
    }

    private bool Step(Kind kind, Visitor visitor, int teller, int window, int now)
    {
        var mine = visitor.Teller == teller;
        switch (kind, visitor.State)
        {
            case (Kind.Start, TicketState.Called) when mine:
                visitor.State = TicketState.Serving;
                return true;
            case (Kind.Start, TicketState.Serving) when mine:
            case (Kind.Hold, TicketState.Held) when mine:
            case (Kind.Miss, TicketState.Missed) when mine:
            case (Kind.Finish, TicketState.Finished) when mine:
            case (Kind.Resume, TicketState.Serving) when mine:
            case (Kind.Cancel, TicketState.Cancelled):
            case (Kind.Return, TicketState.Waiting):
                return true;
            case (Kind.Recall, TicketState.Called) when mine:
                visitor.Recalls++;
                return true;
            case (Kind.Miss, TicketState.Called) when mine && visitor.Recalls >= Recalls:
                Leave(visitor, TicketState.Missed);
                visitor.Missed = now;
                return true;
            case (Kind.Return, TicketState.Missed) when now <= visitor.Missed + (ReturnWithin * 60):
                (visitor.State, visitor.Arrived, visitor.Turn) = (TicketState.Waiting, visitor.Missed, visitor.Missed);
                return true;
            case (Kind.Hold, TicketState.Called or TicketState.Serving) when mine:
                Leave(visitor, TicketState.Held);
                return true;
            case (Kind.Resume, TicketState.Held) when mine:
                var seat = Desks.FirstOrDefault(desk => desk.Value.Teller == teller && desk.Value.Visitor is null);
                if (seat.Value is null)
                    return false;
                (seat.Value.Visitor, visitor.State, visitor.Window) = (visitor, TicketState.Serving, seat.Key);
                return true;
            case (Kind.Transfer, TicketState.Waiting):
            case (Kind.Transfer, TicketState.Called or TicketState.Serving or TicketState.Held) when mine:
                Leave(visitor, TicketState.Waiting);
                visitor.ForWindow = window;
                return true;
            case (Kind.Finish, TicketState.Called or TicketState.Serving or TicketState.Held) when mine:
                Leave(visitor, TicketState.Finished);
                return true;
            case (Kind.Cancel, TicketState.Waiting or TicketState.Missed):
            case (Kind.Cancel, TicketState.Called or TicketState.Serving or TicketState.Held) when mine:
                Leave(visitor, TicketState.Cancelled);
                return true;
            default:
                return false;
        }
    }

    private void Leave(Visitor visitor, string state)
    {
        foreach (var desk in Desks.Values.Where(desk => desk.Visitor == visitor))
            desk.Visitor = null;
        visitor.State = state;
    }

    internal sealed class Desk
    {
        public int? Teller { get; set; }

        public Visitor? Visitor { get; set; }

        public int FavouredInARow { get; set; }
    }

    internal sealed class Visitor
    {
        public required int Number { get; init; }

        public required bool IsFavoured { get; init; }

        public required int Arrived { get; set; }

        public required int Turn { get; set; }

        public string State { get; set; } = TicketState.Waiting;

        public int? Teller { get; set; }

        public int? Window { get; set; }

        public int? ForWindow { get; set; }

        public int Recalls { get; set; }

        public int Missed { get; set; }
    }
}

internal enum Kind
{
    Issue,
    Open,
    Close,
    Call,
    Start,
    Recall,
    Miss,
    Return,
    Hold,
    Resume,
    Transfer,
    Finish,
    Cancel,
}

/// <summary>Something somebody wants, right or wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Window">A window, 1 to 3.</param>
/// <param name="Teller">A teller, 1 to 3.</param>
/// <param name="Visitor">Whom it is about, counted round.</param>
/// <param name="IsFavoured">Whether a visitor who comes has a credit.</param>
/// <param name="Pause">Minutes that pass before.</param>
internal sealed record Operation(Kind Kind, int Window, int Teller, int Visitor, bool IsFavoured, int Pause);
