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

    /// <summary>Certifies people who draw a long-term benefit.</summary>
    public const string Certifier = "certifier";

    /// <summary>Runs the system.</summary>
    public const string Operator = "operator";

    /// <summary>Reads who has read and changed what, and nothing else.</summary>
    public const string Auditor = "auditor";

    /// <summary>Device at which visitors take a number.</summary>
    public const string Kiosk = "kiosk";

    /// <summary>Device that shows which number goes to which window.</summary>
    public const string Board = "board";

    /// <summary>Another service of the hall.</summary>
    public const string Service = "service";
}
