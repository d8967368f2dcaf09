namespace Wenden.Identity.Accounts;

/// <summary>The roles that an account can have, beyond those that services already know.</summary>
internal static class HallRoles
{
    /// <summary>Pays what was decided.</summary>
    public const string Payer = "payer";

    /// <summary>Reads the audit trail.</summary>
    public const string Auditor = "auditor";

    public const string SiteManager = "site-manager";

    public const string Citizen = "citizen";

    /// <summary>Roles of people who work in the hall.</summary>
    public static readonly IReadOnlyList<string> Staff =
        [Roles.Teller, Roles.Reviewer, Roles.Approver, Payer, Roles.Certifier, Roles.Operator, Auditor, SiteManager];

    /// <summary>Roles whose holders sign in with an authenticator too.</summary>
    public static readonly IReadOnlyList<string> WithSecondFactor = [Roles.Approver, Payer, Roles.Operator, Auditor];

    /// <summary>Roles of devices.</summary>
    public static readonly IReadOnlyList<string> Devices = [Roles.Kiosk, Roles.Board];
}
