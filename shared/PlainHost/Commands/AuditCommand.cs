using System.CommandLine;
using Npgsql;
using Wenden.Audit;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary>
/// <c>audit verify</c>: walks the audit trail of every service, in the databases themselves, whether the hall runs or not. What it finds in order it
/// remembers in a file outside the databases, and the next walk says when anything up to there is no longer as it was.
/// </summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the data. Default: .wenden in the repository." };
    private static readonly Option<string?> Server = new("--server")
    {
        Description = "Connection string of an administrator without a database, for a hall that does not lie in the folder (Aspire).",
    };
    private static readonly Option<string?> Memory = new("--memory")
    {
        Description = "File with what earlier walks have found; keep it on another machine. Default: audit-verified.json in the folder of the data.",
    };

    public static Command Create()
    {
        var verify = new Command("verify", "Walks every service's audit trail and names the first broken entry.") { Data, Server, Memory };
        verify.SetAction(RunAsync);
        return new Command("audit", "Who has read or changed which person's data.") { verify };
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(arguments.GetValue(Data) ?? new HallOptions().DataFolder);
        var memory = await AuditMemory.ReadAsync(arguments.GetValue(Memory) ?? Path.Combine(folder, "audit-verified.json"), cancellation);
        await using var server = arguments.GetValue(Server) is { } given ? new HallDatabases(given) : await HallDatabases.OpenAsync(folder, cancellation);

        var broken = false;
        foreach (var service in HallModel.Services)
        {
            if (service.Database is not { } database || !await server.HasAsync(database, cancellation))
                continue;
            var report = await VerifyAsync(server, database, memory.Of(service.Name), cancellation);
            broken |= report?.Break is not null || report is null;
            await arguments.InvocationConfiguration.Output.WriteLineAsync($"{service.Name,-14} {Describe(report)}");
            if (report is { Break: null })
                memory.Keep(service.Name, new Checkpoint(report.Count, report.LastHash));
        }

        await memory.WriteAsync(cancellation);
        return broken ? 1 : 0;
    }

    /// <summary>None where the database has no trail.</summary>
    private static async Task<ChainReport?> VerifyAsync(HallDatabases server, string database, Checkpoint? before, CancellationToken cancellation)
    {
        await using var connection = await server.ConnectAsync(database, cancellation);
        try
        {
            return await AuditChain.VerifyAsync(connection, before, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    private static string Describe(ChainReport? report) => report switch
    {
        null => "has no audit trail",
        { Break: { } at } => $"BROKEN at entry {at.Sequence}: {Explain(at.Reason)} ({report.Count} entries before it are in order)",
        _ => $"{report.Count} entries in order, last hash {report.LastHash}",
    };

    private static string Explain(BreakReason reason) => reason switch
    {
        BreakReason.Missing => "it is missing",
        BreakReason.Detached => "it does not continue the entry before it",
        BreakReason.Changed => "its content does not match its hash",
        BreakReason.UnknownToHead => "the trail's head does not know it",
        BreakReason.Rewritten => "an earlier verification has seen another one in its place",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason."),
    };
}
