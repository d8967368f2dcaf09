using Npgsql;
using Wenden.Audit;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Tests;

/// <summary>What a service can do to the audit trail of its database, with the roles that the host gives.</summary>
public sealed class AuditRightsTests(AuditRightsTests.Hall hall) : IClassFixture<AuditRightsTests.Hall>
{
    private const string Append =
        "select audit.append(now(), 't001', 'teller', 'wendeng-hall', '10.0.0.7', 'queue.test', null, array[gen_random_uuid()], array[null::text])";

    [Theory]
    [InlineData("insert into audit.entries select sequence + 1000, at, actor, roles, site, address, action, person_id, purpose, trace_id, previous, hash from audit.entries")]
    [InlineData("update audit.entries set actor = 'somebody else'")]
    [InlineData("delete from audit.entries")]
    [InlineData("truncate audit.entries")]
    [InlineData("drop table audit.entries")]
    [InlineData("alter table audit.entries disable trigger all")]
    [InlineData("alter table audit.entries add column note text")]
    [InlineData("alter table audit.entries owner to queue")]
    [InlineData("begin; lock table audit.entries in exclusive mode")]
    [InlineData("create trigger mine before insert on audit.entries for each row execute function suppress_redundant_updates_trigger()")]
    [InlineData("drop trigger entries_are_kept on audit.entries")]
    [InlineData("grant update on audit.entries to queue; update audit.entries set actor = 'somebody else'")]
    [InlineData("select * from audit.head for update")]
    [InlineData("update audit.head set last = 0")]
    [InlineData("delete from audit.head")]
    [InlineData("create table audit.other (id int)")]
    [InlineData("drop schema audit cascade")]
    [InlineData("alter schema audit rename to gone")]
    [InlineData("create or replace function audit.refuse() returns trigger language plpgsql as 'begin return new; end'")]
    [InlineData("drop function audit.append")]
    [InlineData("alter function audit.append set search_path = public")]
    [InlineData("set session_replication_role = replica; delete from audit.entries")]
    [InlineData("set role queue_audit_owner")]
    [InlineData("grant queue_audit_owner to queue")]
    [InlineData("alter role queue_audit_owner login password 'x'")]
    [InlineData("reassign owned by queue_audit_owner to queue")]
    [InlineData("alter database queuedb owner to queue")]
    [InlineData("alter database queuedb rename to gone")]
    [InlineData("alter database queuedb set session_replication_role = replica")]
    public async Task The_services_role_is_refused(string statement)
    {
        await hall.AsServiceAsync(Append);
        var before = await hall.VerifyAsync();

        (await Should.ThrowAsync<PostgresException>(hall.AsServiceAsync(statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

        (await hall.VerifyAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task The_services_role_cannot_drop_its_database_from_outside()
    {
        var outside = hall.Service with { Database = "postgres" };

        var refusal = await Should.ThrowAsync<PostgresException>(Hall.RunAsync(outside.ConnectionString, "drop database queuedb"));

        refusal.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_services_role_appends_and_reads_and_has_the_rest_of_its_database()
    {
        var before = await hall.VerifyAsync();

        await hall.AsServiceAsync(Append);
        await hall.AsServiceAsync("select * from audit.entries; create table visit (id int); drop table visit; create schema import; drop schema import");

        var after = await hall.VerifyAsync();
        after.Break.ShouldBeNull();
        after.Count.ShouldBe(before.Count + 1);
    }

    [Theory]
    [InlineData("update audit.entries set actor = 'somebody else'")]
    [InlineData("delete from audit.entries")]
    [InlineData("truncate audit.entries")]
    [InlineData("update audit.head set last = last")]
    [InlineData("insert into audit.head select * from audit.head")]
    public async Task Not_even_the_administrator_changes_it_by_mistake(string statement)
    {
        await hall.AsServiceAsync(Append);

        (await Should.ThrowAsync<PostgresException>(hall.AsAdministratorAsync(statement))).MessageText.ShouldContain("only appended to");
    }

    [Fact]
    public async Task A_function_of_the_same_name_in_the_services_schema_changes_nothing()
    {
        await hall.AsServiceAsync("create function sha256(bytea) returns bytea language sql as 'select $1'; set search_path = public, pg_catalog; " + Append);

        (await hall.VerifyAsync()).Break.ShouldBeNull();
    }

    [Fact]
    public async Task Preparing_again_changes_nothing_and_takes_back_what_was_granted()
    {
        await hall.AsServiceAsync(Append);
        await hall.AsAdministratorAsync("grant all on audit.entries to queue");
        var before = await hall.VerifyAsync();

        await hall.PrepareAsync(hall.Service);

        (await hall.VerifyAsync()).ShouldBe(before);
        await Should.ThrowAsync<PostgresException>(hall.AsServiceAsync("insert into audit.entries (sequence) values (0)"));
        await hall.AsServiceAsync(Append);
    }

    [Fact]
    public async Task A_trail_that_a_service_has_made_itself_is_taken_out_of_its_hands()
    {
        var alone = await hall.CreateAsync("alone");
        using var script = new StreamReader(typeof(AuditSchema).Assembly.GetManifestResourceStream("Wenden.Audit.Storage.001_audit.sql")!);
        await Hall.RunAsync(alone.ConnectionString, await script.ReadToEndAsync());
        await Hall.RunAsync(alone.ConnectionString, Append);
        await Should.ThrowAsync<PostgresException>(Hall.RunAsync(alone.ConnectionString, "delete from audit.entries"));

        await hall.PrepareAsync(alone);

        await Hall.RunAsync(alone.ConnectionString, Append);
        foreach (var statement in new[] { "alter table audit.entries disable trigger all", "drop function audit.append", "drop schema audit cascade" })
            (await Should.ThrowAsync<PostgresException>(Hall.RunAsync(alone.ConnectionString, statement))).SqlState.ShouldBe(
                PostgresErrorCodes.InsufficientPrivilege);
        var report = await Hall.VerifyAsync(alone);
        (report.Count, report.Break).ShouldBe((2, null));
    }

    /// <summary>A database server with one service's database.</summary>
    public sealed class Hall : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private PostgresServer? _server;

        public DatabaseAccess Service { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _server = await PostgresServer.StartAsync(_folder.Path + "/pg", new ServerOptions { Durable = false });
            Service = await CreateAsync("queue");
            await PrepareAsync(Service);
        }

        public Task<DatabaseAccess> CreateAsync(string service) => _server!.CreateDatabaseAsync($"{service}db", service);

        public Task PrepareAsync(DatabaseAccess access) => _server!.PrepareAuditAsync(access);

        public Task AsServiceAsync(string sql) => RunAsync(Service.ConnectionString, sql);

        public Task AsAdministratorAsync(string sql) => RunAsync($"{_server!.ConnectionString};Database=queuedb", sql);

        public Task<ChainReport> VerifyAsync() => VerifyAsync(Service);

        public static async Task<ChainReport> VerifyAsync(DatabaseAccess access)
        {
            await using var connection = new NpgsqlConnection($"{access.ConnectionString};Pooling=false");
            await connection.OpenAsync();
            return await AuditChain.VerifyAsync(connection, before: null, default);
        }

        public static async Task RunAsync(string connectionString, string sql)
        {
            await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
                await _server.DisposeAsync();
            _folder.Dispose();
        }
    }
}
