extern alias queue;

using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Npgsql;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.Portal.Tests;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The real queue on a database and a broker of its own. Every test opens a site of its own; two known ones have a day behind them.</summary>
public sealed class RealQueue(int port) : IAsyncDisposable
{
    private const string Rules = """{"credits":{"elder":15,"pregnant":15},"recalls":1,"returnMinutes":30,"lateMinutes":10,"lateTimes":2,"skills":{"雇主参保":["item-9"]}}""";
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    private IdentityStandIn? _identity;
    private NpgsqlDataSource? _database;
    private Factory? _factory;

    public string Address => $"http://127.0.0.1:{port}";

    public NpgsqlDataSource Database => _database!;

    public async Task StartAsync(PortalHall hall)
    {
        _identity = hall.Identity;
        var connection = await TestServers.FreshDatabaseAsync("queuedb");
        var broker = await TestServers.FreshVirtualHostAsync();
        _database = NpgsqlDataSource.Create(connection);
        _factory = new Factory(host =>
        {
            host.UseEnvironment("Development");
            foreach (var (name, value) in new Dictionary<string, string>
            {
                ["ConnectionStrings:queuedb"] = connection, ["ConnectionStrings:rabbitmq"] = broker, ["Messaging:Services:0"] = "queue",
                ["Identity:Issuer"] = hall.Issuer, ["Identity:ClientSecret"] = "secret", ["services:identity:http:0"] = hall.Identity.Address,
                ["Wenden:AsOf"] = "2019-10-21T08:30:00+08:00", ["Board:Heartbeat"] = "00:00:02", ["Logging:LogLevel:Default"] = "Error",
            })
                host.UseSetting(name, value);
        });
        _factory.UseKestrel(port);
        _factory.StartServer();
        await SeedItemsAsync();
    }

    /// <summary>A fresh site with two zones and four windows, open at all times; numbers are called again once before they are missed.</summary>
    public async Task<string> OpenSiteAsync(string? site = null)
    {
        site ??= $"site-{Guid.CreateVersion7():N}";
        await using var connection = await Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into sites (site, name, kind, rules) values (@site, '测试服务站', 'town-office', @Rules::jsonb);
            insert into zones (site, zone, name, series, takes, position) values (@site, 'comprehensive', '综合服务区', 'A', 'any', 0), (@site, 'review', '受理审核区', 'B', 'any', 1);
            insert into windows (site, number, zones) select @site, number, case when number < 4 then '{comprehensive}'::text[] else '{review}'::text[] end from generate_series(1, 4) as number;
            """, new { site, Rules });
        return site;
    }

    /// <summary>Takes a number, as a kiosk does.</summary>
    public async Task<Slip> TakeAsync(string site, string? zone = null, string visitor = VisitorClass.Ordinary, params string[] items) =>
        await SendAsync<Slip>(Account.Of("kiosk", site), $"/sites/{site}/tickets", new { items, zone, @class = visitor });

    /// <summary>Has a teller do something.</summary>
    public Task<JsonElement> DoAsync(Account teller, string path, object? body = null) => SendAsync<JsonElement>(teller, $"/sites/{teller.Site}/{path}", body);

    /// <summary>A teller who sits at a window with the next visitor.</summary>
    public async Task<(Account Teller, Guid Ticket)> ServeAsync(string site, int window, bool starts = true)
    {
        var teller = Account.Of("teller", site);
        await DoAsync(teller, $"windows/{window}/open");
        var ticket = (await DoAsync(teller, $"windows/{window}/call-next")).GetProperty("ticketId").GetGuid();
        if (starts)
            await DoAsync(teller, $"tickets/{ticket}/start");
        return (teller, ticket);
    }

    public async Task<T> ScalarAsync<T>(string sql, object arguments)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    private async Task<T> SendAsync<T>(Account account, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }, options: ServiceDefaults.HallJson.Options) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _identity!.AccessToken(account));
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return text.Length == 0 ? default! : JsonSerializer.Deserialize<T>(text, ServiceDefaults.HallJson.Options)!;
    }

    /// <summary>The items of the stand-in for Intake.</summary>
    private async Task SeedItemsAsync()
    {
        await using var connection = await Database.OpenConnectionAsync();
        foreach (var number in Enumerable.Range(1, 143))
        {
            await connection.ExecuteAsync(
                """
                insert into items values ('2019-10-01', @code, @number, @name, @nameEn, 'employment', '就业创业服务', 'Employment services', @instant, '{居民身份证,社会保障卡}', '{Identity card,Social-security card}')
                """,
                new
                {
                    code = string.Create(CultureInfo.InvariantCulture, $"item-{number}"), number, instant = number <= 85,
                    name = number == 1 ? "就业困难人员灵活就业社会保险补贴申领" : $"参保登记事项之{number}",
                    nameEn = number == 1 ? "Social-insurance subsidy for the flexibly employed" : $"Registration item {number}",
                });
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_factory is not null)
            await _factory.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private sealed class Factory(Action<IWebHostBuilder> configure) : WebApplicationFactory<queue::Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => configure(builder);
    }
}
