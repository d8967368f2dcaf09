using System.Diagnostics;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Servers;

/// <summary>
/// RabbitMQ 3.10 or later from the programs of this machine, with the management plugin, on loopback ports of its own, its data and its
/// password in one folder. Its port mapper (epmd) is started here as well, so that it ends with the broker.
/// </summary>
public sealed class RabbitServer : IServer
{
    private readonly ServerOptions _options;
    private readonly string _folder;
    private readonly string? _user;
    private readonly LastLines _lines;
    private readonly int _mapperPort = Ports.Free();
    private readonly int _clusterPort = Ports.Free();
    private Child? _mapper;
    private Child? _broker;

    private RabbitServer(ServerOptions options, string folder, string? user, string password)
    {
        _options = options;
        _folder = folder;
        _user = user;
        _lines = new LastLines(options.Line);
        Password = password;
        Management = new RabbitManagement(new Uri($"http://127.0.0.1:{ManagementPort}"), Username, password);
    }

    /// <inheritdoc/>
    public string Name => "rabbitmq";

    /// <summary>Where data and password really lie.</summary>
    public string Folder => _folder;

    /// <summary>The AMQP port on 127.0.0.1.</summary>
    public int Port { get; } = Ports.Free();

    /// <summary>Port of the management page and API on 127.0.0.1.</summary>
    public int ManagementPort { get; } = Ports.Free();

    /// <summary>The one user, an administrator.</summary>
    public string Username { get; } = "hall";

    /// <summary>Password of the user.</summary>
    public string Password { get; }

    /// <summary>The AMQP URI of the default virtual host, as Aspire gives it.</summary>
    public string Uri => $"amqp://{Username}:{Password}@127.0.0.1:{Port}";

    /// <summary>The management API.</summary>
    public RabbitManagement Management { get; }

    /// <inheritdoc/>
    public bool IsRunning => _broker is { IsRunning: true } && _mapper is { IsRunning: true };

    /// <inheritdoc/>
    public Task Exited => _broker is null || _mapper is null ? Task.CompletedTask : Task.WhenAny(_broker.Exited, _mapper.Exited);

    /// <summary>Prepares the folder where that was not done yet, starts the broker and waits until it answers.</summary>
    public static async Task<RabbitServer> StartAsync(string folder, ServerOptions options, CancellationToken cancellation = default)
    {
        var user = RunAs.UserFor("rabbitmq");
        var place = await RunAs.PrepareFolderAsync(folder, user, cancellation);
        if (!options.Durable && place != Path.GetFullPath(folder))
            ProcessGuard.AddFolder(place);
        var password = await Secret.OfFolderAsync(place, user, cancellation);
        var server = new RabbitServer(options, place, user, password);
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

        await KillAsync();
        await WriteConfigurationAsync(cancellation);
        var environment = RabbitConfiguration.Environment(_folder, _mapperPort, _clusterPort);
        _mapper = Child.Start(
            new ProgramStart(Programs.Find("epmd"), "-address", "127.0.0.1", "-port", $"{_mapperPort}")
            {
                User = _user,
                Environment = environment,
                WorkingDirectory = _folder,
            },
            _lines.Add);
        // To stop in order takes 3.10 six seconds in which nothing is written any more. Throw-away data need not wait for that.
        _broker = Child.Start(
            new ProgramStart(Programs.Find("rabbitmq-server"))
            {
                User = _user,
                Environment = environment,
                WorkingDirectory = _folder,
                StopSignal = _options.Durable ? Signal.Terminate : Signal.Kill,
            },
            _lines.Add);
        await WaitUntilAnsweringAsync(_broker, cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (_broker is not null)
            await _broker.StopAsync(TimeSpan.FromSeconds(30));
        if (_mapper is not null)
            await _mapper.StopAsync(TimeSpan.FromSeconds(2));
    }

    /// <inheritdoc/>
    public async Task KillAsync()
    {
        if (_broker is not null)
            await _broker.KillAsync();
        if (_mapper is not null)
            await _mapper.KillAsync();
    }

    internal Task KillPortMapperAsync() => _mapper?.KillAsync() ?? Task.CompletedTask;

    /// <summary>Stops it and starts it again, with the same ports, data and password.</summary>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        await StartAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Management.Dispose();
        foreach (var port in new[] { Port, ManagementPort, _mapperPort, _clusterPort })
            Ports.Return(port);
    }

    private async Task WriteConfigurationAsync(CancellationToken cancellation)
    {
        var settings = RabbitConfiguration.Settings(Port, ManagementPort, Username, Password);
        await Secret.WriteAsync(Path.Combine(_folder, "rabbitmq.conf"), settings, _user, cancellation);
        await Secret.WriteAsync(Path.Combine(_folder, "enabled_plugins"), "[rabbitmq_management].\n", _user, cancellation);
    }

    private async Task WaitUntilAnsweringAsync(Child broker, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await Management.AnswersAsync(cancellation))
        {
            if (!broker.IsRunning)
                throw new ServerFailedException(Name, $"ended with code {await broker.Exited}", _lines.All);
            if (Stopwatch.GetElapsedTime(started) > _options.StartTimeout)
                throw new ServerFailedException(Name, "did not answer in time", _lines.All);
            await Task.Delay(100, cancellation);
        }
    }
}
