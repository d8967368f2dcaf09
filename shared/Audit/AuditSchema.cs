using Npgsql;

namespace Wenden.Audit;

/// <summary>The audit trail's tables, out of the hands of the service that writes it.</summary>
public static class AuditSchema
{
    private static readonly string[] Tables = ["entries", "head"];
    private static readonly string[] Functions = ["append", "part", "refuse"];

    /// <summary>
    /// Makes the trail of one database, where it is not there yet, the property of <paramref name="owner"/>, a role that nobody can sign in as. The
    /// service's role may read it and append to it, and nothing else.
    /// </summary>
    /// <param name="administrator">A superuser's open connection to the service's database.</param>
    /// <param name="owner">Name of the owner; the role is made where there is none.</param>
    /// <param name="service">The service's login role. It must own neither the database nor be a member of <paramref name="owner"/>.</param>
    /// <param name="ct">Gives up; nothing has happened then.</param>
    public static async Task SecureAsync(NpgsqlConnection administrator, string owner, string service, CancellationToken ct)
    {
        await using var transaction = await administrator.BeginTransactionAsync(ct);
        // Names that a service has put into its own schemas are not looked up.
        await RunAsync(administrator, "set local search_path = pg_catalog", ct);
        if (!await ExistsAsync(administrator, owner, ct))
            await RunAsync(administrator, $"create role {Quoted(owner)} nologin", ct);
        await RunAsync(administrator, await ScriptAsync(ct), ct);

        string[] statements =
        [
            $"alter schema audit owner to {Quoted(owner)}",
            .. Tables.Select(table => $"alter table audit.{table} owner to {Quoted(owner)}"),
            .. Functions.Select(function => $"alter function audit.{function} owner to {Quoted(owner)}"),
            $"revoke all on schema audit from public, {Quoted(service)}",
            $"revoke all on all tables in schema audit from public, {Quoted(service)}",
            $"revoke all on all functions in schema audit from public, {Quoted(service)}",
            $"grant usage on schema audit to {Quoted(service)}",
            $"grant select on all tables in schema audit to {Quoted(service)}",
            $"grant execute on function audit.append to {Quoted(service)}",
        ];
        foreach (var statement in statements)
            await RunAsync(administrator, statement, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<string> ScriptAsync(CancellationToken ct)
    {
        using var script = new StreamReader(typeof(AuditSchema).Assembly.GetManifestResourceStream("Wenden.Audit.Storage.001_audit.sql")!);
        return await script.ReadToEndAsync(ct);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string role, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select from pg_roles where rolname = $1", connection) { Parameters = { new() { Value = role } } };
        await using var found = await command.ExecuteReaderAsync(ct);
        return await found.ReadAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
