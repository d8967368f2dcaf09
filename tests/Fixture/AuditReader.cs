using Npgsql;
using Wenden.Audit;

namespace Wenden.Fixture;

/// <summary>An entry of a service's audit trail, without what differs in every run.</summary>
public sealed record AuditedEntry(
    long Sequence, string Actor, string Roles, string Site, string? Address, string Action, string? Purpose, string? TraceId);

/// <summary>What tests ask of a service's audit trail.</summary>
public static class AuditReader
{
    /// <summary>The entries of a person, in order.</summary>
    public static async Task<IReadOnlyList<AuditedEntry>> EntriesAsync(this NpgsqlDataSource database, Guid person)
    {
        await using var command = database.CreateCommand(
            "select sequence, actor, roles, site, address, action, purpose, trace_id from audit.entries where person_id = $1 order by sequence");
        command.Parameters.Add(new NpgsqlParameter { Value = person });
        await using var row = await command.ExecuteReaderAsync();
        var entries = new List<AuditedEntry>();
        while (await row.ReadAsync())
        {
            entries.Add(new AuditedEntry(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), row.GetString(5), Text(row, 6), Text(row, 7)));
        }

        return entries;
    }

    /// <summary>What was done with a person's data, in order.</summary>
    public static async Task<IReadOnlyList<string>> ActionsAsync(this NpgsqlDataSource database, Guid person) =>
        [.. (await database.EntriesAsync(person)).Select(entry => entry.Action)];

    /// <summary>Walks the whole chain.</summary>
    public static async Task<ChainReport> WalkAsync(this NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await AuditChain.VerifyAsync(connection, before: null, default);
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
