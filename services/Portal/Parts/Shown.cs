using System.Globalization;

namespace Wenden.Portal.Parts;

/// <summary>How instants are written on pages: by the hall's day and hour.</summary>
internal static class Shown
{
    public static string At(DateTimeOffset instant) => instant.ToOffset(Hall.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
