namespace Wenden.Contracts.Queue;

/// <summary>A site's days in figures, from what was recorded of each ticket.</summary>
public sealed record SiteStatistics
{
    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Numbers given out.</summary>
    public required int Issued { get; init; }

    /// <summary>Visits that were finished.</summary>
    public required int Served { get; init; }

    /// <summary>Called in vain and never came back.</summary>
    public required int Missed { get; init; }

    /// <summary>Given up by the visitor.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Still in the line when the day ended.</summary>
    public required int Abandoned { get; init; }

    /// <summary>Minutes from the number to its first call.</summary>
    public required Spread Wait { get; init; }

    /// <summary>Minutes at windows per finished visit.</summary>
    public required Spread Service { get; init; }

    /// <summary>By the hour in which the number was taken.</summary>
    public required IReadOnlyList<HourFigures> Hours { get; init; }

    /// <summary>By service item.</summary>
    public required IReadOnlyList<ItemFigures> Items { get; init; }

    /// <summary>By window.</summary>
    public required IReadOnlyList<WindowFigures> Windows { get; init; }
}

/// <summary>Minutes: half of all take no longer than the median, nine in ten no longer than the ninth decile.</summary>
public sealed record Spread
{
    /// <summary>The median; none where nothing was measured.</summary>
    public decimal? P50 { get; init; }

    /// <summary>The ninth decile.</summary>
    public decimal? P90 { get; init; }

    /// <summary>The longest.</summary>
    public decimal? Longest { get; init; }
}

/// <summary>One hour of the day.</summary>
public sealed record HourFigures
{
    /// <summary>0 to 23.</summary>
    public required int Hour { get; init; }

    /// <summary>Numbers given out.</summary>
    public required int Issued { get; init; }

    /// <summary>Their waits.</summary>
    public required Spread Wait { get; init; }
}

/// <summary>One service item.</summary>
public sealed record ItemFigures
{
    /// <summary>Its code.</summary>
    public required string Item { get; init; }

    /// <summary>Finished visits that asked for it.</summary>
    public required int Count { get; init; }

    /// <summary>Their times at windows; a visit for several items counts for each by its equal share.</summary>
    public required Spread Service { get; init; }
}

/// <summary>One window.</summary>
public sealed record WindowFigures
{
    /// <summary>Its number.</summary>
    public required int Window { get; init; }

    /// <summary>Visits it finished.</summary>
    public required int Served { get; init; }

    /// <summary>Minutes with a visitor.</summary>
    public required decimal BusyMinutes { get; init; }
}
