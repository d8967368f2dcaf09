namespace Wenden.Queue.Sites;

/// <summary>
/// How a site gives out numbers and calls them. Stands in the site file, and in the database as JSON, where the statements read it: all replicas
/// go by the same.
/// </summary>
internal sealed record SiteRules
{
    /// <summary>When windows open on working days; none where numbers are given out at any time of any day.</summary>
    public TimeOnly? Opens { get; init; }

    /// <summary>When windows close.</summary>
    public TimeOnly? Closes { get; init; }

    /// <summary>So many minutes before closing the last number is given out.</summary>
    public int LastNumberMinutes { get; init; }

    /// <summary>Minutes by which the classes' virtual arrival lies before their arrival.</summary>
    public Dictionary<string, int> Credits { get; init; } = [];

    /// <summary>After so many visitors with a credit in a row a window calls one without, if one waits.</summary>
    public int FavouredInARow { get; init; } = 2;

    /// <summary>Whoever has waited longer, in minutes, is called by arrival alone, before everybody else.</summary>
    public int LongestWaitMinutes { get; init; } = 60;

    /// <summary>Nobody should wait longer, in minutes; the manager's page shows who does.</summary>
    public int TargetMinutes { get; init; } = 20;

    /// <summary>A visitor is called again so often before they count as missed.</summary>
    public int Recalls { get; init; }

    /// <summary>A missed visitor may come back within so many minutes.</summary>
    public int ReturnMinutes { get; init; } = 30;

    /// <summary>Who is late lets others of so many minutes ahead.</summary>
    public int LateMinutes { get; init; } = 10;

    /// <summary>How often one visitor may be late.</summary>
    public int LateTimes { get; init; } = 2;

    /// <summary>How many numbers a day are given out for an item, where that is limited.</summary>
    public Dictionary<string, int> Caps { get; init; } = [];

    /// <summary>Skills that not every teller has, and the items that want them.</summary>
    public Dictionary<string, List<string>> Skills { get; init; } = [];

    /// <summary>Whether the system calls as soon as a window is free.</summary>
    public bool AutoDispatch { get; init; }

    /// <summary>How many numbers a kiosk keeps for times without connection.</summary>
    public int LeaseSize { get; init; } = 40;

    /// <summary>How many hours it may use them.</summary>
    public int LeaseHours { get; init; } = 10;

    /// <summary>How many minutes an item takes, as long as nothing is known of it.</summary>
    public int ServiceMinutes { get; init; } = 6;

    /// <summary>Slip printers (ESC/POS over TCP) by name: <c>host:port</c>.</summary>
    public Dictionary<string, string> Printers { get; init; } = [];

    /// <summary>Times that can be booked; none where they cannot.</summary>
    public AppointmentRules? Appointments { get; init; }

    /// <summary>Whether numbers can be had at <paramref name="now"/>.</summary>
    public Opening At(DateTimeOffset now)
    {
        if (Opens is not { } opens || Closes is not { } closes)
            return Opening.Open;
        var local = now.ToOffset(Hall.Offset);
        var time = TimeOnly.FromDateTime(local.DateTime);
        if (!WorkingDays.IsWorkingDay(Hall.DayOf(now)))
            return Opening.ClosedToday;
        if (time < opens)
            return Opening.NotYet;
        // By the minutes of the day: a last number before midnight must not wrap around.
        return time.ToTimeSpan() < closes.ToTimeSpan() - TimeSpan.FromMinutes(LastNumberMinutes) ? Opening.Open : Opening.Over;
    }
}

/// <summary>Times that visitors can book.</summary>
internal sealed record AppointmentRules
{
    /// <summary>Length of a slot in minutes.</summary>
    public int SlotMinutes { get; init; } = 30;

    /// <summary>How many can book one slot of a zone.</summary>
    public int Capacity { get; init; } = 4;

    /// <summary>How many calendar days ahead.</summary>
    public int DaysAhead { get; init; } = 14;

    /// <summary>How many minutes before the slot one can check in.</summary>
    public int EarlyMinutes { get; init; } = 30;

    /// <summary>How many minutes after the slot's beginning the place is kept.</summary>
    public int GraceMinutes { get; init; } = 15;
}

/// <summary>Whether a site gives out numbers.</summary>
internal enum Opening
{
    /// <summary>Yes.</summary>
    Open,

    /// <summary>Not before opening time.</summary>
    NotYet,

    /// <summary>The last number of the day has been given out.</summary>
    Over,

    /// <summary>Not on this day.</summary>
    ClosedToday,
}
