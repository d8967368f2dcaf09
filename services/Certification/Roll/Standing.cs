namespace Wenden.Certification.Roll;

/// <summary>Where a person of the roll stands on a day.</summary>
internal enum Standing
{
    /// <summary>Certified, and not to be asked yet.</summary>
    Current,

    /// <summary>Certified, with the term ending soon.</summary>
    Due,

    /// <summary>The term has passed.</summary>
    Overdue,

    /// <summary>Dead by the registry.</summary>
    Died,

    /// <summary>Draws no long-term benefit any more.</summary>
    Ended,
}

/// <summary>Section <c>Roll</c> of the configuration.</summary>
internal sealed class RollOptions
{
    /// <summary>Days before the end of the term from which a person is due, 1 to 365.</summary>
    public int DueDays { get; set; } = 60;

    /// <summary>The standing on the day <paramref name="today"/>; the last day of the term is still in it.</summary>
    public Standing StandingOf(bool ended, DateOnly? diedOn, DateOnly? validUntil, DateOnly today)
    {
        if (ended)
            return Standing.Ended;
        if (diedOn is not null)
            return Standing.Died;
        if (validUntil < today)
            return Standing.Overdue;
        return validUntil <= LastDueDay(today) ? Standing.Due : Standing.Current;
    }

    public DateOnly LastDueDay(DateOnly today) => today.AddDays(DueDays);
}
