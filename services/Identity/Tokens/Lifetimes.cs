namespace Wenden.Identity.Tokens;

/// <summary>How long access tokens live.</summary>
internal static class Lifetimes
{
    public static readonly TimeSpan People = TimeSpan.FromMinutes(10);

    /// <summary>Devices and services.</summary>
    public static readonly TimeSpan Clients = TimeSpan.FromHours(1);

    /// <summary>Scripts in the sample hall.</summary>
    public static readonly TimeSpan Sample = TimeSpan.FromHours(8);

    public static TimeSpan Longest => Sample;
}
