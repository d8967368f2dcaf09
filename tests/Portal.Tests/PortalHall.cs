using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;
using Wenden.Fixture;
using Wenden.Portal.Tests;
using Wenden.Portal.Tests.StandIns;

[assembly: AssemblyFixture(typeof(PortalHall))]

namespace Wenden.Portal.Tests;

/// <summary>Two replicas of the portal on one database, with stand-ins for the identity service and all others. Real HTTP throughout.</summary>
public sealed class PortalHall : IAsyncLifetime
{
    private readonly ConcurrentDictionary<int, WebApplicationFactory<Program>> _portals = new();
    private readonly int _port = FreePort();
    private string _connectionString = "";

    /// <summary>Every role that has a desk, at the address of its name.</summary>
    public static IReadOnlyList<string> Desks { get; } = [.. Portal.Pages.Desk.All.Select(desk => desk.Role)];

    /// <summary>Pages of a desk that are at addresses of their own.</summary>
    public static IReadOnlyList<(string Path, string Role)> MorePages { get; } =
        [.. new[] { "accounts", "accounts/new", "devices", "keys", "codes", "catalogue", "subsidy" }.Select(page => ($"/operator/{page}", "operator")), ("/statistics", "site-manager"), ("/sign", "teller"), ("/form-free", "site-manager"), ("/ledger", "site-manager"), ("/ledger/report", "site-manager"), ("/own-ratings", "teller"), ("/rate", "teller"), ("/citizen/appointments/new", "citizen"), ("/subsidy/report", "site-manager")];

    public IdentityStandIn Identity { get; private set; } = null!;

    /// <summary>What tokens name as their issuer.</summary>
    public string Issuer => $"http://localhost:{_port}/identity";

    public ServicesStandIn Services { get; } = new();

    /// <summary>Where a real queue answers in place of the stand-in; set before the hall starts.</summary>
    public string? Queue { get; init; }

    public Uri First { get; private set; } = null!;

    public Uri Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Identity = new IdentityStandIn(Issuer);
        await Identity.StartAsync();
        await Services.StartAsync();
        _connectionString = await TestServers.FreshDatabaseAsync("portaldb");
        First = Start(_port);
        Second = Start(FreePort());
    }

    /// <summary>One more portal on the same database, with settings of its own.</summary>
    public Uri Start(int port = 0, params (string Name, string Value)[] settings)
    {
        port = port == 0 ? FreePort() : port;
        var portal = new Factory(host =>
        {
            host.UseEnvironment(settings.FirstOrDefault(setting => setting.Name == "environment").Value ?? "Development");
            host.UseSetting("ConnectionStrings:portaldb", _connectionString);
            host.UseSetting("Identity:Issuer", Issuer);
            host.UseSetting("Identity:ClientSecret", "secret of the portal");
            host.UseSetting("services:identity:http:0", Identity.Address);
            foreach (var service in Contracts.Hall.Services)
                host.UseSetting($"services:{service}:http:0", service == "queue" && Queue is not null ? Queue : Services.AddressOf(service));
            host.UseSetting("RabbitMq:Management", Services.Address.Replace("//", "//hall:p%2Fw@"));
            host.UseSetting("Wenden:AsOf", "2019-10-21T08:30:00+08:00");
            host.UseSetting("Session:Revalidate", "00:00:00.500");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (name, value) in settings)
                host.UseSetting(name, value);
        });
        portal.UseKestrel(port);
        portal.StartServer();
        _portals[port] = portal;
        return new Uri($"http://localhost:{port}");
    }

    /// <summary>Ends a portal, as a restart of its machine would.</summary>
    public async Task StopAsync(Uri portal)
    {
        if (_portals.TryRemove(portal.Port, out var factory))
            await factory.DisposeAsync();
    }

    private sealed class Factory(Action<IWebHostBuilder> configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => configure(builder);
    }

    public async Task<T> ScalarAsync<T>(string sql, object? arguments = null)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var portal in _portals.Values)
            await portal.DisposeAsync();
        await Services.DisposeAsync();
        await Identity.DisposeAsync();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
