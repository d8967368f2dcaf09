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

    private readonly Dictionary<string, NpgsqlDataSource> _databases;

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

    private static async Task<IEnumerable<(string Name, string Rows)>> ReadAsync(string name, NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        var everything = await connection.ExecuteScalarAsync<string>(
            """
            select string_agg(format(
                       'select %L, (select count(*) || '' '' || coalesce(sum(hashtextextended(t::text, 0)), 0) from %I.%I t)',
                       @name || ' ' || schemaname || '.' || tablename, schemaname, tablename), ' union all ')
              from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
            """, new { name });
        return await connection.QueryAsync<(string, string)>(everything!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
            await database.DisposeAsync();
    }
}
