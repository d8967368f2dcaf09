using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Wenden.Fixture;
using Wenden.Identity.Storage;

namespace Wenden.Identity.Tests.Storage;

public sealed class SchemaTests(IdentityHall hall)
{
    [Fact]
    public async Task The_scripts_make_the_tables_that_the_model_expects()
    {
        var made = await TestServers.FreshDatabaseAsync("modeldb");
        await using var store = new IdentityStore(new DbContextOptionsBuilder<IdentityStore>().UseNpgsql(made).UseSnakeCaseNamingConvention().Options);
        await store.Database.EnsureCreatedAsync();
        await using var ofModel = NpgsqlDataSource.Create(made);

        var expected = await ShapeAsync(ofModel);
        var present = await ShapeAsync(hall.Database);

        expected.Count.ShouldBeGreaterThan(80);
        present.Where(line => expected.Select(TableOf).Contains(TableOf(line))).Except(expected).Where(line => !line.Contains(" index ")).ShouldBeEmpty();
        expected.Except(present).ShouldBeEmpty();
    }

    /// <summary>Columns with type and nullability, keys and unique or plain indexes with their columns; names of keys and indexes left aside.</summary>
    private static async Task<List<string>> ShapeAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return (await connection.QueryAsync<string>(
            """
            select table_name || ' column ' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || ' ' || is_nullable
              from information_schema.columns where table_schema = 'public'
            union all
            select conrelid::regclass || ' key ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'f')
            union all
            select tablename || ' index ' || regexp_replace(indexdef, ' INDEX \S+ ON ', ' INDEX ON ')
              from pg_indexes where schemaname = 'public'
            """)).Distinct().ToList();
    }

    private static string TableOf(string line) => line.Split(' ')[0];
}
