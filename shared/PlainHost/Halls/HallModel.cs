namespace Wenden.PlainHost.Halls;

/// <summary>
/// The hall as AppHost.cs has it: its services, what each owns, and whom each calls. Every service but the portal and identity uses the
/// broker; all of them write their traces to telemetrydb, and ask identity who calls.
/// </summary>
internal static class HallModel
{
    public const string Telemetry = "telemetrydb";
    public const string Identity = "identity";
    public const string Forms = "forms";

    public static readonly IReadOnlyList<ServiceModel> Services =
    [
        new(Identity, "Identity") { Database = "identitydb", HasEvents = false, Calls = ["registry", Identity] },
        new("registry", "Registry") { Database = "registrydb", Calls = [Identity] },
        new("queue", "Queue") { Database = "queuedb", Calls = [Identity] },
        new(Forms, "Forms") { Database = "formsdb", Calls = ["registry", "intake", Identity] },
        new("subsidy", "Subsidy") { Database = "subsidydb", Calls = ["registry", "queue", Identity] },
        new("certification", "Certification") { Database = "certificationdb", Calls = ["registry", Identity] },
        new("intake", "Intake") { Database = "intakedb", Calls = ["registry", "queue", "forms", Identity] },
        new("portal", "Portal") { Database = "portaldb", HasEvents = false, IsPublic = true, Calls = ["registry", "queue", "forms", "subsidy", "certification", "intake", Identity] },
    ];
}

/// <summary>One service of the hall.</summary>
/// <param name="Name">Name of the resource.</param>
/// <param name="Project">Name of its project.</param>
internal sealed record ServiceModel(string Name, string Project)
{
    /// <summary>The database it owns.</summary>
    public string? Database { get; init; }

    /// <summary>Whether it publishes or takes events. Only a service with a database does.</summary>
    public bool HasEvents { get; init; } = true;

    /// <summary>Names of the services it calls over HTTP.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>The one service people reach: it runs once, on the port that was asked for.</summary>
    public bool IsPublic { get; init; }
}
