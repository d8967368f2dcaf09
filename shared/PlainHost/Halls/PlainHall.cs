using System.Diagnostics;
using Wenden.PlainHost.Processes;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Halls;

/// <summary>The whole hall as plain processes of this machine: PostgreSQL, RabbitMQ, and every service in one or more replicas.</summary>
public sealed class PlainHall : IAsyncDisposable
{
    private readonly HallOptions _options;
    private readonly HallLock _lock;
    private readonly HallLogs _logs;
    private readonly List<KeepAlive> _kept = [];
    private readonly Dictionary<string, IReadOnlyList<Uri>> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DatabaseAccess> _databases = new(StringComparer.Ordinal);
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _since = TimeProvider.System.GetUtcNow();
    private IdentitySecrets? _secrets;
    private PostgresServer? _postgres;
    private RabbitServer? _rabbit;

    private PlainHall(HallOptions options, HallLock hallLock)
    {
        _options = options;
        _lock = hallLock;
        _logs = new HallLogs(Path.Combine(options.DataFolder, "logs"), options.Line);
    }

    /// <summary>The database server.</summary>
    public PostgresServer Postgres => _postgres ?? throw new InvalidOperationException("The hall has not started.");

    /// <summary>The broker.</summary>
    public RabbitServer Rabbit => _rabbit ?? throw new InvalidOperationException("The hall has not started.");

    /// <summary>Where the portal answers.</summary>
    public Uri Portal => _addresses["portal"][0];

    /// <summary>The address that tokens name as their issuer: identity behind the portal, or itself in a hall without portal; null without both.</summary>
    public Uri? Issuer => _addresses.TryGetValue("portal", out var portal) ? new Uri(portal[0], "identity")
        : _addresses.TryGetValue(HallModel.Identity, out var identity) ? identity[0]
        : null;

    /// <summary>The addresses of each service, one per replica, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Uri>> Addresses => _addresses;

    /// <summary>How to get into each database, by name.</summary>
    public IReadOnlyDictionary<string, DatabaseAccess> Databases => _databases;

    /// <summary>The secret by which a device of the sample hall signs in.</summary>
    /// <param name="device">Its name, one of <see cref="Contracts.Identity.SampleHall.Devices"/>.</param>
    public string SecretOf(string device) => Secrets.Of(device);

    /// <summary>Starts everything and waits until every service answers; on failure nothing is left running.</summary>
    /// <exception cref="HallTakenException">Another host runs in the data folder.</exception>
    /// <exception cref="MissingProgramException">A program is not on this machine.</exception>
    /// <exception cref="ServerFailedException">A resource ended or did not answer in time.</exception>
    public static async Task<PlainHall> StartAsync(HallOptions options, CancellationToken cancellation = default)
    {
        var hall = new PlainHall(options, await HallLock.TakeAsync(Path.GetFullPath(options.DataFolder), cancellation));
        try
        {
            hall._secrets = await IdentitySecrets.OfFolderAsync(options.DataFolder, cancellation);
            await hall.StartServersAsync(cancellation);
            await hall.StartServicesAsync(cancellation);
            return hall;
        }
        catch
        {
            await hall.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills a replica with SIGKILL; it comes back as it does after a crash, unless it is to stay down.</summary>
    public Task KillAsync(string service, int replica = 0, bool stayDown = false) => Find(service, replica).KillAsync(stayDown);

    /// <summary>Stops a replica in order and lets it be.</summary>
    public Task StopAsync(string service, int replica = 0) => Find(service, replica).StopAsync();

    /// <summary>Starts a stopped replica at the same address and waits until it answers.</summary>
    public Task StartAsync(string service, int replica = 0, CancellationToken cancellation = default) =>
        Find(service, replica).StartAsync(cancellation);

    /// <summary>Stops everything: the services first, then the broker, then the database server.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_kept.Where(kept => kept.Server is ServiceProcess).Select(kept => kept.StopAsync()));
        await Task.WhenAll(_kept.Where(kept => kept.Server is RabbitServer).Select(kept => kept.StopAsync()));
        await Task.WhenAll(_kept.Where(kept => kept.Server is PostgresServer).Select(kept => kept.StopAsync()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var kept in _kept)
            await kept.DisposeAsync();
        _logs.Dispose();
        _lock.Dispose();
    }

    private async Task StartServersAsync(CancellationToken cancellation)
    {
        var postgres = PostgresServer.StartAsync(Path.Combine(_options.DataFolder, "postgres"), OptionsOf("postgres"), cancellation);
        var rabbit = RabbitServer.StartAsync(Path.Combine(_options.DataFolder, "rabbitmq"), OptionsOf("rabbitmq"), cancellation);
        await Task.WhenAll(KeepAsync(postgres), KeepAsync(rabbit));
        _postgres = await postgres;
        _rabbit = await rabbit;

        foreach (var (folder, wished) in new[] { (_postgres.Folder, "postgres"), (_rabbit.Folder, "rabbitmq") })
            if (folder != Path.GetFullPath(Path.Combine(_options.DataFolder, wished)))
                _options.Say?.Invoke($"The data of {wished} lies in {folder}: its user cannot reach {_options.DataFolder}");

        foreach (var service in Chosen)
            if (service.Database is { } database)
            {
                _databases[database] = await _postgres.CreateDatabaseAsync(database, service.Name, cancellation);
                await _postgres.PrepareAuditAsync(_databases[database], cancellation);
            }

        _databases[HallModel.Telemetry] = await _postgres.CreateDatabaseAsync(HallModel.Telemetry, "telemetry", cancellation);
    }

    private async Task KeepAsync<T>(Task<T> starting) where T : IServer
    {
        var kept = new KeepAlive(await starting, _options.Say);
        lock (_kept)
            _kept.Add(kept);
        await kept.StartAsync();
        _options.Say?.Invoke($"{kept.Server.Name} is ready after {Elapsed:0.0} s");
    }

    private async Task StartServicesAsync(CancellationToken cancellation)
    {
        foreach (var service in Chosen)
            _addresses[service.Name] = [.. Enumerable.Range(0, ReplicasOf(service)).Select(_ => new Uri($"http://localhost:{PortOf(service)}"))];

        using var first = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var starting = new List<Task>();
        foreach (var service in Chosen)
            for (var replica = 0; replica < _addresses[service.Name].Count; replica++)
                starting.Add(StartServiceAsync(service, replica, first));
        try
        {
            await Task.WhenAll(starting);
        }
        catch (Exception) when (starting.Find(task => task.IsFaulted) is { } failed)
        {
            await failed;
        }
    }

    private async Task StartServiceAsync(ServiceModel service, int replica, CancellationTokenSource all)
    {
        var name = _addresses[service.Name].Count == 1 ? service.Name : $"{service.Name}-{replica}";
        var process = new ServiceProcess(
            name, () => ProgramOf(service, replica), _addresses[service.Name][replica], _options.StartTimeout, _logs.Of(name));
        var kept = new KeepAlive(process, _options.Say);
        lock (_kept)
            _kept.Add(kept);
        try
        {
            await kept.StartAsync(all.Token);
            _options.Say?.Invoke($"{name} answers at {process.Address} after {Elapsed:0.0} s");
        }
        catch
        {
            // One that cannot start is reason enough not to wait for the rest.
            await all.CancelAsync();
            throw;
        }
    }

    private ProgramStart ProgramOf(ServiceModel service, int replica)
    {
        var environment = new HallEnvironment()
            .WithOwnAddress(_addresses[service.Name][replica])
            .WithTelemetry(service.Name, $"{service.Name}-{replica}")
            .WithConsole()
            .WithDatabase(_databases[HallModel.Telemetry]);
        if (service.Database is { } database)
            environment.WithDatabase(_databases[database]);
        if (service is { Database: not null, HasEvents: true })
            environment.WithBroker(Rabbit);
        Secrets.GiveTo(environment, service.Name, Issuer);
        if (service.Name == HallModel.Forms)
        {
            environment.Set("Forms__Seals", Path.GetFullPath(Path.Combine(_options.DataFolder, "seals")))
                .Set("Forms__SealPassword", Secrets.SealPassword)
                .Set("Forms__SampleSeals", "true");
        }

        if (service.IsPublic)
            environment.WithBrokerPage(Rabbit);
        foreach (var called in service.Calls.Where(_addresses.ContainsKey))
            environment.WithService(called, _addresses[called]);
        // A replica that starts later must not begin the day again while the others are in the middle of it.
        if (_options.AsOf is { } asOf)
            environment.Set("Wenden__AsOf", asOf.ToString("O")).Set("Wenden__AsOfSince", _since.ToString("O"));
        // With a part of the hall only, nobody waits for the others' queues.
        if (_options.Only.Count > 0)
            foreach (var (index, other) in Chosen.Where(other => other is { Database: not null, HasEvents: true }).Index())
                environment.Set($"Messaging__Services__{index}", other.Name);
        foreach (var (name, value) in _options.Environment)
            environment.Set(name, value);

        return new ProgramStart(Outputs.Dotnet, Outputs.ProgramOf(service.Project))
        {
            WorkingDirectory = Path.Combine(_options.Root, "services", service.Project),
            Environment = environment.Variables,
        };
    }

    private IdentitySecrets Secrets => _secrets ?? throw new InvalidOperationException("The hall has not started.");

    private IEnumerable<ServiceModel> Chosen =>
        HallModel.Services.Where(service => _options.Only.Count == 0 || _options.Only.Contains(service.Name));

    private double Elapsed => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    private int ReplicasOf(ServiceModel service) =>
        service.IsPublic ? 1 : Math.Max(1, _options.ReplicasOf.GetValueOrDefault(service.Name, _options.Replicas));

    private int PortOf(ServiceModel service)
    {
        if (!service.IsPublic || _options.PortalPort == 0)
            return Ports.Free();
        var port = Ports.FreeFrom(_options.PortalPort);
        if (port != _options.PortalPort)
            _options.Say?.Invoke($"Port {_options.PortalPort} is taken; the portal uses {port}");
        return port;
    }

    private ServerOptions OptionsOf(string resource) =>
        new() { Durable = _options.Durable, Line = _logs.Of(resource), StartTimeout = _options.StartTimeout };

    private KeepAlive Find(string service, int replica)
    {
        var address = _addresses[service][replica];
        return _kept.Single(kept => kept.Server is ServiceProcess process && process.Address == address);
    }
}
