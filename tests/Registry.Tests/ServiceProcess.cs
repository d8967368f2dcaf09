using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Wenden.Fixture;

namespace Wenden.Registry.Tests;

/// <summary>The registry as a process of its own, with Kestrel, so that it can be killed and its memory looked at.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Operator = new Caller(new HttpClient { BaseAddress = address }, "operator");
    }

    public Caller Operator { get; }

    public static async Task<ServiceProcess> StartAsync(RegistryHall hall)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]) { WorkingDirectory = AppContext.BaseDirectory };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        start.Environment["ConnectionStrings__registrydb"] = hall.ConnectionString;
        start.Environment["ConnectionStrings__rabbitmq"] = hall.Broker;
        start.Environment["Messaging__Services__0"] = "registry";
        start.Environment.TrustTestIssuer();
        start.Environment["Wenden__AsOf"] = RegistryHall.AsOf;
        start.Environment["Logging__LogLevel__Default"] = "Error";
        start.Environment["Logging__LogLevel__MassTransit"] = "None";
        start.Environment["Logging__LogLevel__Wenden.Messaging"] = "None";
        var service = new ServiceProcess(Process.Start(start)!, address);
        for (var i = 0; !await service.IsReadyAsync(); i++)
        {
            (service._process.HasExited || i > 600).ShouldBeFalse("The service did not become ready");
            await Task.Delay(100);
        }

        return service;
    }

    public async Task<Imported> ImportAsync(HttpContent lines)
    {
        using var answer = await Operator.PostAsync("/imports", lines);
        return await answer.ReadAsync<Imported>();
    }

    /// <summary>The most memory it has had so far, in bytes.</summary>
    public long PeakMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:"));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var health = await Operator.GetAsync("/health");
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
