using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace Wenden.Journeys.Tests.Security;

/// <summary>What stands in the databases of all services, row by row: the number of rows of each table and the sum of their hashes.</summary>
internal sealed class HallContents : IAsyncDisposable
{
    // Tables that change although nobody asks for anything, with the reason.
    private static readonly Dictionary<string, string> _moving = new()
    {
        ["identitydb public.tokens"] = "services get themselves a new token by the hour, and old ones are pruned",
        ["identitydb public.authorizations"] = "old ones are pruned",
    };

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(300);

    private const string Mark = "count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0)";

    private readonly Dictionary<string, NpgsqlDataSource> _databases;

    private readonly ConcurrentDictionary<string, (string Mark, string Rows)> _read = new();

    public HallContents(RunningHall running) => _databases = running.Hall.Databases
        .Where(database => database.Key != "telemetrydb")
        .ToDictionary(database => database.Key, database => NpgsqlDataSource.Create(database.Value.ConnectionString));

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync()
    {
        var tables = await Task.WhenAll(_databases.Select(database => ReadAsync(database.Key, database.Value)));
        return tables.SelectMany(table => table).Where(table => !_moving.ContainsKey(table.Name)).ToDictionary(table => table.Name, table => table.Rows);
    }

    /// <summary>What stands there once all messages under way have had their effect.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SettledAsync()
    {
        var former = await ReadAsync();
        for (var tries = 0; tries < 200; tries++)
        {
            await Task.Delay(_pause);
            var now = await ReadAsync();
            if (!Changed(former, now).Any() && now.Where(table => table.Key.EndsWith(".outbox")).All(table => table.Value.StartsWith("0 ")))
                return now;
            former = now;
        }

        throw new TimeoutException("The hall does not come to rest.");
    }

    /// <summary>Names of the tables that are not what they were.</summary>
    public static IEnumerable<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        after.Where(table => before[table.Key] != table.Value).Select(table => $"{table.Key}: {before[table.Key]} became {table.Value}");

    /// <summary>
    /// Reads the rows of those tables alone whose mark has moved: the number of rows and the sum of the transactions that wrote them. A later
    /// transaction has a higher number, so no change leaves both as they were.
    /// </summary>
    private async Task<IEnumerable<(string Name, string Rows)>> ReadAsync(string name, NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        var tables = (await connection.QueryAsync<string>(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1")).AsList();
        var marks = await connection.QueryAsync<(string Table, string Mark)>(Union(tables, Mark));
        var moved = marks.Where(table => !_read.TryGetValue($"{name} {table.Table}", out var former) || former.Mark != table.Mark).Select(table => table.Table).ToList();
        if (moved.Count > 0)
        {
            // The mark once more: of the same moment as the rows.
            foreach (var (table, mark, rows) in await connection.QueryAsync<(string, string, string)>(
                Union(moved, $"{Mark}, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)")))
                _read[$"{name} {table}"] = (mark, rows);
        }

        return tables.Select(table => ($"{name} {table}", _read[$"{name} {table}"].Rows));
    }

    private static string Union(IEnumerable<string> tables, string columns) =>
        string.Join(" union all ", tables.Select(table => $"select '{table}', {columns} from {table} t"));

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
            await database.DisposeAsync();
    }
}
