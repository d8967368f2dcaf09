using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Wenden.Portal.Pages;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Parts;

/// <summary>How instants are written on pages: by the hall's day and hour.</summary>
internal static class Shown
{
    private const string AddressFormat = "yyyy-MM-ddTHH:mm";

    public static string At(DateTimeOffset instant) => instant.ToOffset(Hall.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Hour and minute, for what is of today.</summary>
    public static string Time(DateTimeOffset instant) => instant.ToOffset(Hall.Offset).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Month and day in words: 10月22日, 22 Oct.</summary>
    public static string Date(IStringLocalizer<Texts> text, DateOnly day) => text["day.date", day.Month, day.Day, day.ToString("MMM", CultureInfo.InvariantCulture)];

    /// <summary>The same with the day of the week.</summary>
    public static string Weekday(IStringLocalizer<Texts> text, DateOnly day) => text["day.weekday", Date(text, day), text[$"weekday.{(int)day.DayOfWeek}"]];

    /// <summary>The same with hour and minute.</summary>
    public static string Instant(IStringLocalizer<Texts> text, DateTimeOffset instant) => $"{Weekday(text, Hall.DayOf(instant))} {Time(instant)}";

    /// <summary>The value of a fact, by its label where it has one.</summary>
    public static string Value(IStringLocalizer<Texts> text, FactName fact, JsonElement value) => fact.LabelOf(value) ?? Value(text, value);

    /// <summary>Any value; a list in one line.</summary>
    public static string Value(IStringLocalizer<Texts> text, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => text["yes"],
        JsonValueKind.False => text["no"],
        JsonValueKind.Array => string.Join(text["list.comma"], value.EnumerateArray().Select(one => Value(text, one))),
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject().Select(member => Value(text, member.Value))),
        _ => value.ToString(),
    };

    /// <summary>As it stands in an address, by the hall's clock.</summary>
    public static string WriteInstant(DateTimeOffset instant) => instant.ToOffset(Hall.Offset).ToString(AddressFormat, CultureInfo.InvariantCulture);

    /// <summary>From an address; null where it is none.</summary>
    public static DateTimeOffset? ReadInstant(string? text) =>
        DateTime.TryParseExact(text, AddressFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? new DateTimeOffset(time, Hall.Offset) : null;

    public static DateOnly? ReadDay(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
