using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using Wenden.Fixture;

namespace Wenden.Messaging.Tests;

/// <summary>One process of the probe service, which can be killed and started again on the same database.</summary>
internal sealed class Probe(string service, string database, string broker, string[] services, bool audits = false) : IAsyncDisposable
{
    private static readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private const int EndedItself = 1;
    // Longer than the bus's own longest pause between two tries.
    private static readonly TimeSpan _busPatience = TimeSpan.FromSeconds(45);
    private readonly ConcurrentQueue<string> _lines = new();
    private Process? _process;
    private Uri? _address;
    private int _free;

    public string Database => database;

    /// <summary>Whether each effect is entered in the audit trail. Entries take turns, so it slows a scenario down.</summary>
    public bool Audits => audits;

    /// <summary>Starts it; with <paramref name="killAt"/> it kills itself the <paramref name="killAfter"/>-th time it comes there.</summary>
    /// <param name="killAt">The place.</param>
    /// <param name="killAfter">How often it passes.</param>
    /// <param name="isAlone">Whether no other service answers what its consumers ask.</param>
    public async Task<Probe> StartAsync(string? killAt = null, int killAfter = 1, bool isAlone = false)
    {
        var process = Launch(killAt, killAfter, _busPatience, isAlone);
        process.EnableRaisingEvents = true;
        // As every host of a service does; a process that was killed has another code.
        process.Exited += (_, _) =>
        {
            if (process.ExitCode == EndedItself && _process == process)
                _ = StartAsync();
        };
        await WaitUntilAliveAsync();
        return this;
    }

    /// <summary>Starts it and does not wait for it to listen.</summary>
    public Process Launch(string? killAt, int killAfter, TimeSpan busPatience, bool isAlone = false)
    {
        _address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo("dotnet", [typeof(MessagingProbe.SomethingHappened).Assembly.Location])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = _address.ToString(),
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__probedb"] = database,
            ["ConnectionStrings__rabbitmq"] = broker,
            ["Messaging__BusPatience"] = busPatience.ToString(),
            ["Probe__Service"] = service,
            ["Probe__Audits"] = audits ? "true" : "false",
            ["Probe__IsAlone"] = isAlone ? "true" : "false",
            ["Probe__DiesWithParent"] = "true",
            // Nobody reads a probe's spans, and to record each statement takes a fifth of its work.
            ["OTEL_TRACES_SAMPLER"] = "always_off",
            ["Probe__KillAt"] = killAt,
            ["Probe__KillAfter"] = killAfter.ToString(CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < services.Length; i++)
            environment[$"Messaging__Services__{i.ToString(CultureInfo.InvariantCulture)}"] = services[i];
        environment.TrustTestIssuer();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return _process;
    }

    /// <summary>Commits <paramref name="count"/> events numbered from <paramref name="from"/>; may be cut short by a kill.</summary>
    public async Task<bool> TryCauseAsync(int from, int count, bool poisonous = false)
    {
        try
        {
            using var answer = await _client.PostAsync(
                new Uri(_address!, $"/causes?from={from}&count={count}&poisonous={(poisonous ? "true" : "false")}"), null);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Commits what is missing of <paramref name="events"/> events, under numbers that nothing under way can have.</summary>
    public async Task<bool> TryCauseRestAsync(int events)
    {
        _free += 10 * events;
        var rest = events - await CountAsync("causes");
        return rest == 0 || await TryCauseAsync(_free, rest);
    }

    /// <summary>Asks for everything sent so far to be sent again.</summary>
    public async Task ReplayAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address!, "/outbox/replay"))
        {
            Content = JsonContent.Create(new { from = DateTimeOffset.UnixEpoch, to = DateTimeOffset.UnixEpoch.AddYears(200), type = "SomethingHappened" }),
        };
        request.Headers.Authorization = TestIssuer.Bearer("operator", "o1", "*");
        using var answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var bash = Process.Start("bash", ["-c", $"kill -TERM {_process!.Id.ToString(CultureInfo.InvariantCulture)}"]);
        await WaitForExitAsync();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    public Task<int> CountAsync(string table) => ScalarAsync($"select count(*) from {table}");

    public Task<int> ScalarAsync(string sql) => Database.ScalarAsync(sql);

    public async ValueTask DisposeAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>What it has said, line by line.</summary>
    public IEnumerable<string> Lines => _lines;

    public string Log() => string.Join('\n', _lines.TakeLast(60));

    private async Task WaitUntilAliveAsync()
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < TimeSpan.FromSeconds(60) && !_process!.HasExited)
        {
            try
            {
                using var answer = await _client.GetAsync(new Uri(_address!, "/alive"));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The probe did not start:\n{Log()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

internal static class Sql
{
    public static async Task<int> ScalarAsync(this string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return await connection.ExecuteScalarAsync<int>(sql);
    }
}
