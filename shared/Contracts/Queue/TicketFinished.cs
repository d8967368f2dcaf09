namespace Wenden.Contracts.Queue;

/// <summary>The visit is over: finished at the window, given up by the visitor, or ended by the day.</summary>
public sealed record TicketFinished
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>The ticket.</summary>
    public required Guid TicketId { get; init; }

    /// <summary>When the visit ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary><see cref="TicketState.Finished"/>, <see cref="TicketState.Cancelled"/> or <see cref="TicketState.Abandoned"/>.</summary>
    public string Outcome { get; init; } = TicketState.Finished;

    /// <summary>What became of each item, by its code: one of <see cref="ItemResult"/>. Empty where the visit was not finished.</summary>
    public IReadOnlyDictionary<string, string> Results { get; init; } = new Dictionary<string, string>();
}
