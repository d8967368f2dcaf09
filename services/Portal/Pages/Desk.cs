namespace Wenden.Portal.Pages;

/// <summary>A place in the portal for one role.</summary>
/// <param name="Role">Who works there.</param>
/// <param name="Path">Its page.</param>
internal sealed record Desk(string Role, string Path)
{
    public const string Payer = "payer";
    public const string Auditor = "auditor";
    public const string SiteManager = "site-manager";
    public const string Citizen = "citizen";

    /// <summary>The kiosk is a program of its own: the browser is to load it, not the portal's router.</summary>
    public string? Target => Role == Roles.Kiosk ? "_top" : null;

    public static readonly IReadOnlyList<Desk> All =
    [
        .. new[]
        {
            Roles.Teller, Roles.Reviewer, Roles.Approver, Payer, Roles.Certifier, Roles.Operator, Auditor, SiteManager, Citizen, Roles.Kiosk, Roles.Board,
        }.Select(role => new Desk(role, $"/{role}")),
    ];

    /// <summary>The desks of a person, and nobody else's.</summary>
    public static IReadOnlyList<Desk> Of(ClaimsPrincipal person) => [.. All.Where(desk => person.IsInRole(desk.Role))];
}
