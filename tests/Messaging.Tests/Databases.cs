using Dapper;
using Npgsql;

namespace Wenden.Messaging.Tests;

internal static class Databases
{
    /// <summary>Makes a database on a server that a test owns.</summary>
    public static async Task<string> CreateAsync(string server, string name)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await connection.ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }
}
