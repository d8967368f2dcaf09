namespace Wenden.Contracts.Queue;

/// <summary>A place where visitors can go: the hall, a town office, an enterprise station.</summary>
public sealed record Site
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary><c>hall</c>, <c>town-office</c> or <c>enterprise-station</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unified social credit code of the employer whose people an enterprise station serves; none of any other site.</summary>
    public string? StationOf { get; init; }

    /// <summary>Its zones; whoever names none waits for the first.</summary>
    public required IReadOnlyList<Zone> Zones { get; init; }

    /// <summary>When numbers are given out from on a working day; none where at any time.</summary>
    public TimeOnly? Opens { get; init; }

    /// <summary>When the windows close.</summary>
    public TimeOnly? Closes { get; init; }

    /// <summary>Whether a number could be had now, by day and hour.</summary>
    public bool IsOpen { get; init; }

    /// <summary>How often a number is called again before its visitor may be taken for gone (过号).</summary>
    public int Recalls { get; init; }

    /// <summary>Names of the skills that some of the site's items want of a teller.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>What holds for appointments; none where no time can be booked.</summary>
    public AppointmentTerms? Appointments { get; init; }

    /// <summary>What the site manager has written on the boards; none where nothing.</summary>
    public string? Message { get; init; }
}

/// <summary>When somebody with an appointment may come.</summary>
public sealed record AppointmentTerms
{
    /// <summary>How many minutes before the slot one can check in.</summary>
    public required int EarlyMinutes { get; init; }

    /// <summary>How many minutes after the slot's beginning the place is kept.</summary>
    public required int GraceMinutes { get; init; }
}

/// <summary>Windows that share a line of visitors.</summary>
public sealed record Zone
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>The capital letter of its numbers.</summary>
    public required string Series { get; init; }

    /// <summary>Numbers of its windows, rising.</summary>
    public required IReadOnlyList<int> Windows { get; init; }

    /// <summary>Whether numbers are given out for it.</summary>
    public bool IsOpen { get; init; } = true;
}
