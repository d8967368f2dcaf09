using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Wenden.Fixture;

/// <summary>A service as a process of its own, with Kestrel, so that it can be killed, started again, and its memory looked at.</summary>
public sealed class ServiceProcess : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly ProcessStartInfo _start;
    private Process _process;

    private ServiceProcess(ProcessStartInfo start, Uri address) => (_start, Address, _process) = (start, address, Process.Start(start)!);

    /// <summary>Where it listens, after it was started again too.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it is healthy. It trusts <see cref="TestIssuer"/> and says nothing but errors.</summary>
    /// <param name="program">The service's assembly.</param>
    /// <param name="settings">Its settings, names as in environment variables.</param>
    /// <exception cref="InvalidOperationException">It does not become healthy.</exception>
    public static async Task<ServiceProcess> StartAsync(Assembly program, IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo("dotnet", [program.Location]) { WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["Logging__LogLevel__MassTransit"] = "None";
        start.Environment["Logging__LogLevel__Wenden.Messaging"] = "None";
        start.Environment.TrustTestIssuer();
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var service = new ServiceProcess(start, address);
        await service.WaitUntilHealthyAsync();
        return service;
    }

    /// <summary>The most memory it has had so far, in bytes.</summary>
    public long PeakMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>As a power cut does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Holds it still until <see cref="Continue"/>, with its connections open.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Goes on after <see cref="Pause"/>.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>Starts it anew after it was killed.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Process.Start(_start)!;
        await WaitUntilHealthyAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Signal(string name)
    {
        // Bash's own kill: a bare Debian has no program of that name.
        using var bash = Process.Start("bash", ["-c", $"kill -{name} {_process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        bash.WaitForExit();
    }

    private async Task WaitUntilHealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited || waited.Elapsed > _patience)
                throw new InvalidOperationException("The service did not become healthy.");
            try
            {
                using var health = await http.GetAsync(new Uri("/health", UriKind.Relative));
                if (health.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
