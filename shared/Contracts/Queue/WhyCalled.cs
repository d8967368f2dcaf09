namespace Wenden.Contracts.Queue;

/// <summary>Why a ticket was called before others.</summary>
public sealed record WhyCalled
{
    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>When it was called.</summary>
    public required DateTimeOffset CalledAt { get; init; }

    /// <summary>The window that called, from 1.</summary>
    public required int Window { get; init; }

    /// <summary><c>turn</c>: lowest virtual arrival time; <c>ordinary-due</c>: enough favoured visitors in a row; <c>waited-too-long</c>: by arrival alone.</summary>
    public required string Rule { get; init; }

    /// <summary>
    /// Those whom the window could have called, the best placed first; ten at most. Who stands before the called one was being called by another window
    /// in the same moment.
    /// </summary>
    public required IReadOnlyList<CallCandidate> Candidates { get; init; }
}

/// <summary>A ticket that could have been called, and what it was judged by.</summary>
public sealed record CallCandidate
{
    /// <summary>The number.</summary>
    public required string Number { get; init; }

    /// <summary>One of <see cref="VisitorClass"/>.</summary>
    public required string Class { get; init; }

    /// <summary>When the visitor came.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The virtual arrival time.</summary>
    public required DateTimeOffset TurnAt { get; init; }

    /// <summary>Whether it had waited longer than anybody should.</summary>
    public required bool IsOverdue { get; init; }
}
