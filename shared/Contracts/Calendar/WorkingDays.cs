using System.Globalization;

namespace Wenden.Contracts;

/// <summary>
/// Working days (工作日): Monday to Friday, but for public holidays, and the weekend days that the State Council's yearly notice (节假日安排的通知)
/// makes working days for them. <c>holidays.csv</c> has the years 2019 to 2026; years beyond know weekends only.
/// </summary>
public static class WorkingDays
{
    private static readonly Dictionary<DateOnly, bool> _exceptions = Read();

    /// <summary>Whether offices work on <paramref name="day"/>.</summary>
    public static bool IsWorkingDay(DateOnly day) =>
        _exceptions.TryGetValue(day, out var works) ? works : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The day that comes <paramref name="count"/> working days after <paramref name="day"/>, which itself does not count.</summary>
    /// <param name="day">The day to count from.</param>
    /// <param name="count">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count.</exception>
    public static DateOnly After(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        while (count > 0)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day))
                count--;
        }

        return day;
    }

    /// <summary>How many working days come after <paramref name="from"/> up to <paramref name="to"/>; below 0 where that is the earlier day.</summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        if (to < from)
            return -Between(to, from);
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            count += IsWorkingDay(day) ? 1 : 0;
        return count;
    }

    private static Dictionary<DateOnly, bool> Read()
    {
        using var stream = typeof(WorkingDays).Assembly.GetManifestResourceStream("holidays.csv")!;
        using var reader = new StreamReader(stream);
        var days = new Dictionary<DateOnly, bool>();
        foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var fields = line.Split(',');
            for (var day = Day(fields[0]); day <= Day(fields[1]); day = day.AddDays(1))
                days.Add(day, fields[2] == "work");
        }

        return days;
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
