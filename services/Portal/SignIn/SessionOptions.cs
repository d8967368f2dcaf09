namespace Wenden.Portal.SignIn;

/// <summary>Section <c>Session</c> of the configuration.</summary>
internal sealed class SessionOptions
{
    /// <summary>After so long without a click or key a person is signed out.</summary>
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>After so long a person signs in anew, busy or not: a working day.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(12);

    /// <summary>A device stays signed in for so long; nobody clicks at a board.</summary>
    public TimeSpan Device { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A token with less life than this left is refreshed before it is used.</summary>
    public TimeSpan RefreshBefore { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an open page asks whether its session still stands.</summary>
    public TimeSpan Revalidate { get; set; } = TimeSpan.FromSeconds(30);
}
