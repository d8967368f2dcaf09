namespace Wenden.Identity.Clients;

/// <summary>The services that have a client of their own: those with events, the portal, and identity itself.</summary>
internal static class ServiceNames
{
    public const string Portal = "portal";

    public static readonly IReadOnlyList<string> All = [.. Hall.Services, Portal, "identity"];
}
