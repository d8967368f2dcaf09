using System.Diagnostics;
using Npgsql;
using Wenden.Audit;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Servers;

/// <summary>
/// PostgreSQL 15 or later from the programs of this machine, on a loopback port of its own, with its data and its password in one folder.
/// </summary>
public sealed class PostgresServer : IServer
{
    private readonly ServerOptions _options;
    private readonly string _folder;
    private readonly string? _user;
    private readonly LastLines _lines;
    private Child? _child;

    private PostgresServer(ServerOptions options, string folder, string? user, string password)
    {
        _options = options;
        _folder = folder;
        _user = user;
        _lines = new LastLines(options.Line);
        Password = password;
        Port = Ports.Free();
    }

    /// <inheritdoc/>
    public string Name => "postgres";

    /// <summary>Where data and password really lie.</summary>
    public string Folder => _folder;

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Password of the user <c>postgres</c>.</summary>
    public string Password { get; }

    /// <summary>Connection string of the user <c>postgres</c> without a database, as Aspire gives it.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Password={Password}";

    /// <inheritdoc/>
    public bool IsRunning => _child is { IsRunning: true };

    /// <inheritdoc/>
    public Task Exited => _child?.Exited ?? Task.CompletedTask;

    /// <summary>Prepares the folder where that was not done yet, starts the server and waits until it answers.</summary>
    public static async Task<PostgresServer> StartAsync(string folder, ServerOptions options, CancellationToken cancellation = default)
    {
        var user = RunAs.UserFor("postgres");
        var place = await RunAs.PrepareFolderAsync(folder, user, cancellation);
        if (!options.Durable && place != Path.GetFullPath(folder))
            ProcessGuard.AddFolder(place);
        var password = await Secret.OfFolderAsync(place, user, cancellation);
        var server = new PostgresServer(options, place, user, password);
        await server.InitializeAsync(cancellation);
        try
        {
            await server.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.KillAsync();
            await server.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (IsRunning)
            return;

        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            _child = Run();
            try
            {
                await WaitUntilAnsweringAsync(_child, cancellation);
                return;
            }
            catch (ServerFailedException) when (OutlivedByItsSessions() && Stopwatch.GetElapsedTime(started) < _options.StartTimeout)
            {
                await Task.Delay(100, cancellation);
            }
        }
    }

    private Child Run()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={Port}", "max_connections=500", "shared_buffers=128MB",
            .. _options.Durable ? Array.Empty<string>() : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
        ];
        return Child.Start(
            new ProgramStart(Programs.Find("postgres"), ["-D", Data, .. settings.SelectMany(setting => new[] { "-c", setting })])
            {
                User = _user,
                WorkingDirectory = _folder,
                // Interrupt cuts sessions off and writes everything; quit leaves even that.
                StopSignal = _options.Durable ? Signal.Interrupt : Signal.Quit,
            },
            _lines.Add);
    }

    // The sessions of a killed server, in process groups of their own, notice its death a moment later and hold its shared memory until then.
    private bool OutlivedByItsSessions() => _lines.All.TakeLast(5).Any(line => line.Contains("is still in use", StringComparison.Ordinal));

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (_child is not null)
            await _child.StopAsync(TimeSpan.FromSeconds(30));
    }

    /// <inheritdoc/>
    public async Task KillAsync()
    {
        if (_child is not null)
            await _child.KillAsync();
    }

    /// <summary>Stops it and starts it again, with the same port, data and password.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        await StartAsync(cancellation);
    }

    /// <summary>
    /// Makes the login role and its database, where they are not there yet. No other role may connect. The role does in the database what it likes,
    /// and owns the schema <c>public</c>, but not the database itself: an owner could drop or rename what is not its own together with it.
    /// </summary>
    public async Task<DatabaseAccess> CreateDatabaseAsync(string name, string role, CancellationToken cancellation = default)
    {
        var password = Secret.Derive(Password, role);
        await using var source = NpgsqlDataSource.Create($"{ConnectionString};Database=postgres;Pooling=false");
        if (!await ExistsAsync(source, "select 1 from pg_roles where rolname = $1", role, cancellation))
            await RunAsync(source, $"create role {Quoted(role)} login", cancellation);
        await RunAsync(source, $"alter role {Quoted(role)} password '{password}'", cancellation);
        if (!await ExistsAsync(source, "select 1 from pg_database where datname = $1", name, cancellation))
            await RunAsync(source, $"create database {Quoted(name)} template template0 encoding 'UTF8'", cancellation);
        await RunAsync(source, $"alter database {Quoted(name)} owner to postgres", cancellation);
        await RunAsync(source, $"revoke all on database {Quoted(name)} from public", cancellation);
        await RunAsync(source, $"grant connect, create, temporary on database {Quoted(name)} to {Quoted(role)}", cancellation);
        await using var inside = NpgsqlDataSource.Create($"{ConnectionString};Database={name};Pooling=false");
        await RunAsync(inside, $"alter schema public owner to {Quoted(role)}", cancellation);
        return new DatabaseAccess("127.0.0.1", Port, role, password, name);
    }

    /// <summary>
    /// Puts an audit trail into the database that belongs to neither the database's role nor anybody who can sign in, <c>service_audit_owner</c>:
    /// the role appends to it and reads it.
    /// </summary>
    public async Task PrepareAuditAsync(DatabaseAccess access, CancellationToken cancellation = default)
    {
        await using var administrator = new NpgsqlConnection($"{ConnectionString};Database={access.Database};Pooling=false");
        await administrator.OpenAsync(cancellation);
        await AuditSchema.SecureAsync(administrator, $"{access.Username}_audit_owner", access.Username, cancellation);
    }

    /// <summary>The password of the user <c>postgres</c> of the server whose data lie in the folder, running or not.</summary>
    internal static async Task<string> PasswordOfAsync(string folder, CancellationToken cancellation)
    {
        var user = RunAs.UserFor("postgres");
        return await Secret.OfFolderAsync(await RunAs.PrepareFolderAsync(folder, user, cancellation), user, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Ports.Return(Port);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task InitializeAsync(CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(Data, "PG_VERSION")))
            return;

        string[] command =
        [
            "initdb", "-D", Data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "scram-sha-256",
            $"--pwfile={Path.Combine(_folder, "password")}", .. _options.Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        await RunAs.ToolAsync(command, cancellation, _user);
    }

    private async Task WaitUntilAnsweringAsync(Child child, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create($"{ConnectionString};Database=postgres;Pooling=false;Timeout=5");
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (!child.IsRunning)
                throw new ServerFailedException(Name, $"ended with code {await child.Exited}", _lines.All);
            try
            {
                await RunAsync(source, "select 1", cancellation);
                return;
            }
            catch (NpgsqlException e) when (Stopwatch.GetElapsedTime(started) < _options.StartTimeout)
            {
                _ = e;
                await Task.Delay(50, cancellation);
            }
        }
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<bool> ExistsAsync(NpgsqlDataSource source, string sql, string name, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
