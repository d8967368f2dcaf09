using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Dapper;
using Npgsql;
using Wenden.Fixture;
using Wenden.Queue.Sites;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Bench;

/// <summary>The queue as a process of its own, with authentication, outbox and telemetry on, and as many sites as a run wants.</summary>
internal sealed class BenchHall(ServiceProcess queue, NpgsqlDataSource database, string connectionString) : IAsyncDisposable
{
    public static readonly DateOnly Day = new(2019, 10, 21);

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 400 }) { BaseAddress = queue.Address };
    private int _sites;

    public static async Task<BenchHall> StartAsync()
    {
        var connectionString = await TestServers.FreshDatabaseAsync("queuedb");
        var broker = await TestServers.FreshVirtualHostAsync();
        await QueueListener.BindAsync(broker);
        var queue = await ServiceProcess.StartAsync(Assembly.Load("Wenden.Queue"), new Dictionary<string, string>
        {
            ["ConnectionStrings__queuedb"] = connectionString,
            ["ConnectionStrings__telemetrydb"] = await TestServers.FreshDatabaseAsync("telemetrydb"),
            ["ConnectionStrings__rabbitmq"] = broker,
            ["Messaging__Services__0"] = "queue",
            ["Wenden__AsOf"] = "2019-10-21T09:00:00+08:00",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        });
        return new BenchHall(queue, NpgsqlDataSource.Create(connectionString), connectionString);
    }

    /// <summary>A fresh site with open windows 1, 2, … of tellers t1, t2, …, and so many visitors waiting.</summary>
    public async Task<string> OpenSiteAsync(int windows, int waiting)
    {
        var site = $"bench-{++_sites}";
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            insert into sites (site, name, kind, rules) values (@site, '大厅', 'hall', @rules::jsonb);
            insert into zones (site, zone, name, series, position) values (@site, 'comprehensive', '综合服务区', 'A', 0);
            insert into windows (site, number, zones, state, teller, claim, opened_at)
            select @site, number, '{comprehensive}', 'open', 't' || number, gen_random_uuid(), @at from generate_series(1, @windows) as number;
            insert into tickets (site, ticket_id, day, zone, series, sequence, number, items, issued_at, arrived_at, turn_at, changed_at)
            select @site, gen_random_uuid(), @Day, 'comprehensive', 'A', n, 'A' || n, '{a}', at, at, at, at
              from generate_series(1, @waiting) as n, lateral (select @at + n * interval '1 millisecond') as arrival (at);
            insert into ticket_counters values (@site, @Day, 'A', @waiting, @at);
            """,
            new { site, windows, waiting, Day, at = new DateTime(2019, 10, 21, 0, 30, 0, DateTimeKind.Utc), rules = JsonSerializer.Serialize(new SiteRules(), HallJson.Options) });
        return site;
    }

    public Task AnalyseAsync() => ExecuteAsync("vacuum analyze");

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, commandTimeout: 300);
    }

    /// <summary>Measures what the database does alone: the service has sent its events, stands still meanwhile and never sees those of the baseline.</summary>
    public async Task<double> BaselineAsync(string script, int clients, int seconds)
    {
        while (await CountAsync("select count(*) from outbox") > 0)
            await Task.Delay(50);
        queue.Pause();
        try
        {
            return await Pgbench.RunAsync(connectionString, script, clients, seconds);
        }
        finally
        {
            await ExecuteAsync("truncate outbox");
            queue.Continue();
        }
    }

    /// <summary>Posts as the caller; the time is written down where it succeeds.</summary>
    public async Task<T?> PostAsync<T>(string role, string name, string site, string path, object? body, Latencies? latencies)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sites/{site}/{path}", UriKind.Relative))
        {
            Content = body is null ? null : JsonContent.Create(body, options: HallJson.Options),
        };
        request.Headers.Authorization = Token(role, name, site);
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var sent = Stopwatch.GetTimestamp();
        using var response = await _http.SendAsync(request);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created))
            return response.StatusCode == HttpStatusCode.NoContent ? null : throw new InvalidOperationException($"{path}: {await response.Content.ReadAsStringAsync()}");
        var answer = await response.Content.ReadFromJsonAsync<T>(HallJson.Options);
        latencies?.Add(Stopwatch.GetElapsedTime(sent));
        return answer;
    }

    public async Task<Stream> FollowAsync(string site, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/sites/{site}/board/events", UriKind.Relative));
        request.Headers.Authorization = Token(Roles.Board, "b1", site);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await database.DisposeAsync();
        queue.Dispose();
    }

    // Signing a token is the issuer's work, not the queue's.
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, System.Net.Http.Headers.AuthenticationHeaderValue> _tokens = new();

    private System.Net.Http.Headers.AuthenticationHeaderValue Token(string role, string name, string site) =>
        _tokens.GetOrAdd($"role={role}; name={name}; site={site}", TestIssuer.Bearer);
}
