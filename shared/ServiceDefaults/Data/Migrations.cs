using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace Wenden.ServiceDefaults.Data;

/// <summary>Brings a database to the state the code expects: the numbered scripts under <c>Storage</c> of an assembly, each once, in order.</summary>
public static class Migrations
{
    // Any fixed number: replicas that start together take turns.
    private const long Turn = 0x57_45_4E_44_45_4E;

    /// <summary>Applies what is missing.</summary>
    /// <exception cref="InvalidOperationException">A script failed; nothing of it stays.</exception>
    public static async Task ApplyAsync(string connectionString, Assembly assembly, CancellationToken ct)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(ct);
        await using (var wait = new NpgsqlCommand("select pg_advisory_lock($1)", connection) { Parameters = { new() { Value = Turn } } })
            await wait.ExecuteNonQueryAsync(ct);

        var result = DeployChanges.To.PostgresqlDatabase(unpooled)
            .WithScriptsEmbeddedInAssembly(assembly, name => name.Contains(".Storage.") && name.EndsWith(".sql"))
            .JournalToPostgresqlTable("public", "migrations")
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
    }
}
