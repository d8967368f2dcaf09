namespace Wenden.Intake.Catalogue;

/// <summary>One thing the hall does (事项).</summary>
internal sealed record ServiceItem
{
    /// <summary>Stable code, lower-case words joined by hyphens. Tickets, cases and events carry it.</summary>
    public required string Code { get; init; }

    /// <summary>Number within the catalogue, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Chinese name.</summary>
    public required string Name { get; init; }

    /// <summary>English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Code of its group.</summary>
    public required string Group { get; init; }

    /// <summary>Who comes for it.</summary>
    public required Audience Audience { get; init; }

    /// <summary>Code of the zone of the hall where it is done.</summary>
    public required string Zone { get; init; }

    /// <summary>Whether it is finished on the spot (即时办结).</summary>
    public required bool Instant { get; init; }

    /// <summary>Working days promised from acceptance; 0 where instant.</summary>
    public required int PromisedDays { get; init; }

    /// <summary>The service that goes on with it after acceptance.</summary>
    public required FollowUp FollowUp { get; init; }

    /// <summary>Where its name stands: <c>published</c>, <c>compiled</c> or <c>seed</c>.</summary>
    public required string Sourced { get; init; }

    /// <summary>Templates of the forms it needs, in the order of signing.</summary>
    public required IReadOnlyList<string> Forms { get; init; }

    /// <summary>Codes of the materials it needs.</summary>
    public required IReadOnlyList<string> Materials { get; init; }

    /// <summary>
    /// Facts that hold once it is done, by name: <c>true</c> or a text, in which <c>{site}</c> stands for the name of the site and <c>{day}</c> for the day.
    /// </summary>
    public IReadOnlyDictionary<string, string> Produces { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts that it takes from another item of the same case, which is done first.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Whether it may be done at an enterprise station (企业服务站).</summary>
    public bool Station { get; init; }
}

/// <summary>Who an item is for.</summary>
internal enum Audience
{
    /// <summary>Persons.</summary>
    Person,

    /// <summary>Employers.</summary>
    Employer,

    /// <summary>Either.</summary>
    Both,
}

/// <summary>The service that goes on with an accepted item.</summary>
internal enum FollowUp
{
    /// <summary>None: the item is done at the window or in the back office.</summary>
    None,

    /// <summary>Subsidy reviews and decides it.</summary>
    Subsidy,

    /// <summary>Certification certifies the person.</summary>
    Certification,
}
