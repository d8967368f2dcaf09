namespace Wenden.Contracts.Queue;

/// <summary>What a visitor sees of their own ticket on the phone.</summary>
public sealed record Visit
{
    /// <summary>Code of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Chinese name of the site.</summary>
    public required string SiteName { get; init; }

    /// <summary>The ticket. To know it opens nothing: whoever has no more than that is let in nowhere.</summary>
    public Guid TicketId { get; init; }

    /// <summary>The number, for example <c>A001</c>.</summary>
    public required string Number { get; init; }

    /// <summary>One of <see cref="TicketState"/>.</summary>
    public required string State { get; init; }

    /// <summary>What the visitor came for.</summary>
    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>The window to go to, from 1; none before the call.</summary>
    public int? Window { get; init; }

    /// <summary>How many are to be called before.</summary>
    public int Ahead { get; init; }

    /// <summary>The wait from now is at least so many minutes, nine times in ten.</summary>
    public int FromMinutes { get; init; }

    /// <summary>The wait from now is at most so many minutes, nine times in ten.</summary>
    public int ToMinutes { get; init; }

    /// <summary>Whether others may be let ahead.</summary>
    public bool CanBeLate { get; init; }

    /// <summary>Whether a missed visitor may come back into the line.</summary>
    public bool CanReturn { get; init; }

    /// <summary>Papers to have ready, in Chinese.</summary>
    public IReadOnlyList<string> Papers { get; init; } = [];

    /// <summary>The same in English.</summary>
    public IReadOnlyList<string> PapersEn { get; init; } = [];

    /// <summary>As of when.</summary>
    public required DateTimeOffset At { get; init; }
}
