using Wenden.Queue.Sites;

namespace Wenden.Queue.Appointments;

/// <summary>Which times of a site can be booked.</summary>
internal static class AppointmentTimes
{
    /// <summary>The beginnings of the day's slots; none where the site takes no appointments or does not work that day.</summary>
    public static IEnumerable<DateTimeOffset> Of(SiteRules rules, DateOnly day)
    {
        if (rules is not { Appointments: { } times, Opens: { } opens, Closes: { } closes } || !WorkingDays.IsWorkingDay(day))
            yield break;
        var length = TimeSpan.FromMinutes(times.SlotMinutes);
        for (var start = opens.ToTimeSpan(); start + length <= closes.ToTimeSpan(); start += length)
            yield return new DateTimeOffset(day.ToDateTime(TimeOnly.FromTimeSpan(start)), Hall.Offset);
    }

    /// <summary>Whether a slot that begins then can be booked now.</summary>
    public static bool CanBook(SiteRules rules, DateTimeOffset startsAt, DateTimeOffset now) =>
        rules.Appointments is { } times && startsAt > now && Hall.DayOf(startsAt) <= Hall.DayOf(now).AddDays(times.DaysAhead)
        && Of(rules, Hall.DayOf(startsAt)).Contains(startsAt);
}
