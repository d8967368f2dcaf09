using System.CommandLine;
using Npgsql;
using Wenden.Audit;
using Wenden.Fixture;
using Wenden.PlainHost.Commands;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

/// <summary>Tampering by somebody who may do everything in the database, and what the walk along the chain says of it.</summary>
public sealed class AuditVerifyTests
{
    private const string Open = "alter table audit.entries disable trigger all; alter table audit.head disable trigger all; ";

    [Theory]
    [InlineData("update audit.entries set actor = 't002' where sequence = 7", 7, BreakReason.Changed)]
    [InlineData("update audit.entries set address = null where sequence = 7", 7, BreakReason.Changed)]
    [InlineData("update audit.entries set at = at - interval '1 microsecond' where sequence = 7", 7, BreakReason.Changed)]
    [InlineData("update audit.entries set person_id = gen_random_uuid() where sequence = 1", 1, BreakReason.Changed)]
    [InlineData("update audit.entries set previous = hash where sequence = 7", 7, BreakReason.Detached)]
    [InlineData("update audit.entries set hash = sha256(hash) where sequence = 10", 10, BreakReason.Changed)]
    [InlineData("delete from audit.entries where sequence = 7", 7, BreakReason.Missing)]
    [InlineData("delete from audit.entries where sequence = 1", 1, BreakReason.Missing)]
    [InlineData("delete from audit.entries where sequence = 10", 10, BreakReason.Missing)]
    [InlineData("delete from audit.entries", 1, BreakReason.Missing)]
    [InlineData("update audit.head set last = 9", 10, BreakReason.UnknownToHead)]
    [InlineData("update audit.head set hash = sha256(hash)", 10, BreakReason.UnknownToHead)]
    [InlineData("delete from audit.head", 1, BreakReason.UnknownToHead)]
    public async Task A_tampered_trail_is_named(string tampering, long sequence, BreakReason reason)
    {
        var database = await TrailAsync(entries: 10);
        (await VerifyAsync(database)).Break.ShouldBeNull();

        await RunAsync(database, Open + tampering);

        (await VerifyAsync(database)).Break.ShouldBe(new ChainBreak(sequence, reason));
    }

    [Fact]
    public async Task An_end_cut_off_together_with_the_head_is_seen_by_who_remembers()
    {
        var database = await TrailAsync(entries: 10);
        var before = await VerifyAsync(database);

        await RunAsync(database, Open + "delete from audit.entries where sequence > 8; update audit.head set last = 8, hash = (select hash from audit.entries where sequence = 8)");

        (await VerifyAsync(database)).Break.ShouldBeNull("The database alone cannot tell");
        var remembered = new Checkpoint(before.Count, before.LastHash);
        (await VerifyAsync(database, remembered)).Break.ShouldBe(new ChainBreak(9, BreakReason.Rewritten));
        await AppendAsync(database, 5);
        (await VerifyAsync(database, remembered)).Break.ShouldBe(new ChainBreak(10, BreakReason.Rewritten));
    }

    [Fact]
    public async Task Fields_cannot_be_shifted_into_each_other()
    {
        var entry = new AuditEntry(1, 0, "t001", "teller", "hall", null, "queue.test", null, null, null);

        var hashes = new[] { entry, entry with { Actor = "t00", Roles = "1teller" }, entry with { Address = "-" }, entry with { Address = "" }, entry with { PersonId = Guid.Empty } }
            .Select(other => Convert.ToHexString(other.HashAfter(new byte[32]))).ToArray();

        hashes.ShouldBeUnique();
    }

    [Fact]
    public async Task The_command_walks_a_stopped_hall_and_remembers_what_it_saw()
    {
        using var folder = new TemporaryFolder();
        await InHallAsync(folder, async server =>
        {
            foreach (var service in new[] { "queue", "registry" })
            {
                var access = await server.CreateDatabaseAsync($"{service}db", service);
                await server.PrepareAuditAsync(access);
                await AppendAsync(access.ConnectionString + ";Pooling=false", 3);
            }
        });

        var (code, lines) = await CommandAsync(folder);
        code.ShouldBe(0, lines);
        lines.ShouldMatch(@"registry +3 entries in order, last hash [0-9a-f]{64}\nqueue +3 entries in order");

        // All of it forged anew, hashes and head included.
        await InHallAsync(folder, async server =>
        {
            var database = $"{server.ConnectionString};Database=queuedb;Pooling=false";
            await RunAsync(database, "drop schema audit cascade");
            await server.PrepareAuditAsync(await server.CreateDatabaseAsync("queuedb", "queue"));
            await AppendAsync(database, 4);
        });
        (code, lines) = await CommandAsync(folder);
        code.ShouldBe(1, lines);
        lines.ShouldMatch("registry +3 entries in order");
        lines.ShouldMatch("queue +BROKEN at entry 3: an earlier verification has seen another one");

        await InHallAsync(folder, server => RunAsync($"{server.ConnectionString};Database=queuedb;Pooling=false", "drop schema audit cascade"));
        (code, lines) = await CommandAsync(folder);
        code.ShouldBe(1, lines);
        lines.ShouldMatch("queue +has no audit trail");
    }

    private static async Task InHallAsync(TemporaryFolder folder, Func<PostgresServer, Task> act)
    {
        await using var server = await PostgresServer.StartAsync(folder.Path + "/postgres", new ServerOptions());
        await act(server);
    }

    private static async Task<(int Code, string Lines)> CommandAsync(TemporaryFolder folder)
    {
        using var lines = new StringWriter { NewLine = "\n" };
        var code = await AuditCommand.Create().Parse(["verify", "--data", folder.Path]).InvokeAsync(new InvocationConfiguration { Output = lines });
        return (code, lines.ToString());
    }

    /// <summary>A database as a service makes it where no host has.</summary>
    private static async Task<string> TrailAsync(int entries)
    {
        var database = await TestServers.FreshDatabaseAsync("audit") + ";Pooling=false";
        using var script = new StreamReader(typeof(AuditSchema).Assembly.GetManifestResourceStream("Wenden.Audit.Storage.001_audit.sql")!);
        await RunAsync(database, await script.ReadToEndAsync());
        await AppendAsync(database, entries);
        return database;
    }

    private static Task AppendAsync(string database, int entries) => RunAsync(
        database,
        $"""
        select audit.append(now(), 't001', 'teller', 'wendeng-hall', '10.0.0.7', 'queue.试', null, array[gen_random_uuid()], array['ticket/' || number])
          from generate_series(1, {entries}) as number
        """);

    private static async Task<ChainReport> VerifyAsync(string database, Checkpoint? before = null)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        return await AuditChain.VerifyAsync(connection, before, default);
    }

    private static Task RunAsync(string database, string sql) => AuditRightsTests.Hall.RunAsync(database, sql);
}
