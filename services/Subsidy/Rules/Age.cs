namespace Wenden.Subsidy.Rules;

/// <summary>
/// Age in full years (周岁): reached on the birthday. Somebody born on 29 February reaches it on 1 March of a year that has no such
/// day, because the day before has not yet run the full year.
/// </summary>
internal static class Age
{
    /// <summary>Full years on <paramref name="day"/>; below 0 before the first birthday's year.</summary>
    public static int On(DateOnly day, DateOnly birth)
    {
        var years = day.Year - birth.Year;
        return (day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>The last birth date of people who are at least <paramref name="years"/> old on <paramref name="day"/>.</summary>
    public static DateOnly LastBirth(DateOnly day, int years) => day.Year > years ? day.AddYears(-years) : DateOnly.MinValue;
}
