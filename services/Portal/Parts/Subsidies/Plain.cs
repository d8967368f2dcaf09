using System.Globalization;
using Microsoft.Extensions.Localization;
using Wenden.Portal.Pages;

namespace Wenden.Portal.Parts.Subsidies;

/// <summary>How the pages for everybody write days: in words, with the year.</summary>
internal static class Plain
{
    public static string Day(IStringLocalizer<Texts> text, DateOnly day) => text["check.date", day.Year, day.Month, day.Day, day.ToString("MMM", CultureInfo.InvariantCulture)];
}
