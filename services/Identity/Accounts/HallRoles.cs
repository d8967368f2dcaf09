namespace Wenden.Identity.Accounts;

/// <summary>What the roles are for identity.</summary>
internal static class HallRoles
{
    /// <summary>Roles of people who work in the hall.</summary>
    public static readonly IReadOnlyList<string> Staff =
        [Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Payer, Roles.Certifier, Roles.Operator, Roles.Auditor, Roles.SiteManager];

    /// <summary>Roles whose holders sign in with an authenticator too.</summary>
    public static readonly IReadOnlyList<string> WithSecondFactor = [Roles.Approver, Roles.Payer, Roles.Operator, Roles.Auditor];

    /// <summary>Roles of devices.</summary>
    public static readonly IReadOnlyList<string> Devices = [Roles.Kiosk, Roles.Board];
}
