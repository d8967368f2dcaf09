namespace Wenden.ServiceDefaults.Callers;

/// <summary>Who may call. A caller may hold several roles.</summary>
public static class Roles
{
    /// <summary>Comprehensive teller (综合柜员).</summary>
    public const string Teller = "teller";

    /// <summary>First review (初审).</summary>
    public const string Reviewer = "reviewer";

    /// <summary>Second review (复核).</summary>
    public const string Approver = "approver";

    /// <summary>Releases payments.</summary>
    public const string Payer = "payer";

    /// <summary>Certifies people who draw a long-term benefit.</summary>
    public const string Certifier = "certifier";

    /// <summary>Runs the system.</summary>
    public const string Operator = "operator";

    /// <summary>Reads who read and changed what.</summary>
    public const string Auditor = "auditor";

    /// <summary>Runs a site: its windows, its zones, its people.</summary>
    public const string SiteManager = "site-manager";

    /// <summary>A person for whom the hall is there, about their own matters.</summary>
    public const string Citizen = "citizen";

    /// <summary>Device at which visitors take a number.</summary>
    public const string Kiosk = "kiosk";

    /// <summary>Device that shows which number goes to which window.</summary>
    public const string Board = "board";

    /// <summary>Another service of the hall.</summary>
    public const string Service = "service";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All =
        [Teller, Reviewer, Approver, Payer, Certifier, Operator, Auditor, SiteManager, Citizen, Kiosk, Board, Service];
}
