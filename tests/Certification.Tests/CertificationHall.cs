using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RabbitMQ.Client;
using Wenden.Certification.Roll;
using Wenden.Certification.Tests;
using Wenden.Contracts.Certification;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

[assembly: AssemblyFixture(typeof(CertificationHall))]

namespace Wenden.Certification.Tests;

/// <summary>Two replicas on one database and one broker, as of Monday, 21 October 2019. Every test brings people of its own.</summary>
public sealed class CertificationHall : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly RegistryPages _registry = new();
    private string _registryAddress = "";
    private string _broker = "";
    private string _connectionString = "";

    /// <summary>The day it is in the hall.</summary>
    public static readonly DateOnly Today = new(2019, 10, 21);

    public NpgsqlDataSource Database { get; private set; } = null!;

    public WebApplicationFactory<Program> First { get; private set; } = null!;

    public WebApplicationFactory<Program> Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await TestServers.FreshDatabaseAsync("certificationdb") + ";Timeout=120";
        _broker = await TestServers.FreshVirtualHostAsync();
        _registryAddress = await _registry.StartAsync();
        await ListenAsync();
        Database = NpgsqlDataSource.Create(_connectionString);
        First = Replica(Today);
        Second = Replica(Today);
        await Task.WhenAll(Task.Run(First.CreateClient), Task.Run(Second.CreateClient));
    }

    /// <summary>One more replica, at half past eight on the day.</summary>
    public WebApplicationFactory<Program> Replica(DateOnly day, string? registry = null) =>
        Replica(new FakeTimeProvider(new DateTimeOffset(day, new TimeOnly(8, 30), TimeSpan.FromHours(8))), registry);

    public WebApplicationFactory<Program> Replica(TimeProvider clock, string? registry = null) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development").TrustTestIssuer().StopInFull();
            host.UseSetting("ConnectionStrings:certificationdb", _connectionString);
            host.UseSetting("ConnectionStrings:rabbitmq", _broker);
            host.UseSetting("Messaging:Services:0", "certification");
            host.UseSetting("services:registry:http:0", registry ?? _registryAddress);
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            host.ConfigureTestServices(services =>
            {
                services.AddSingleton(clock);
                // An error that was answered as 500 is to be seen in the test's output.
                services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = _ => false);
            });
        });

    /// <summary>Puts a person into the registry that certification reads from.</summary>
    public void Register(PersonFile file) => _registry.Files[file.PersonId] = file;

    /// <summary>Sends the event as the registry does and waits until it took effect.</summary>
    public async Task TellAsync(PersonChanged person, Guid? messageId = null)
    {
        var id = messageId ?? Guid.CreateVersion7();
        await First.Services.GetRequiredService<IBus>().Publish(person, context => context.MessageId = id);
        var waited = Stopwatch.StartNew();
        while (await ScalarAsync<long>("select count(*) from inbox where message_id = @id and consumer = 'certification-keep-roll'", new { id }) == 0)
        {
            if (waited.Elapsed > _patience)
                throw new TimeoutException($"The event {id} was not taken. {await WhereEventsAreAsync()}");
            await Task.Delay(50);
        }
    }

    private async Task<string> WhereEventsAreAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclarePassiveAsync("certification-keep-roll");
        var sessions = await ScalarAsync<string>(
            "select string_agg(concat_ws(' ', state, wait_event_type, wait_event, left(query, 60)), '; ') from pg_stat_activity where datname = current_database()", new { });
        var error = await ReadErrorAsync(connection);
        return $"Waiting in the queue: {queue.MessageCount}, its consumers: {queue.ConsumerCount}, failed: {error}, sessions: {sessions}";
    }

    /// <summary>Why the first message of the error queue is there.</summary>
    private static async Task<string> ReadErrorAsync(IConnection connection)
    {
        try
        {
            await using var channel = await connection.CreateChannelAsync();
            var message = await channel.BasicGetAsync("certification-keep-roll_error", autoAck: false);
            return message?.BasicProperties.Headers?["MT-Fault-Message"] is byte[] reason ? Encoding.UTF8.GetString(reason) : "none";
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return "none";
        }
    }

    /// <summary>A person on the roll with a pension.</summary>
    public async Task<PersonChanged> EnrolAsync(DateOnly? certifiedOn = null, string site = "town-zeku")
    {
        var person = Pensioner(certifiedOn ?? Today.AddMonths(-11), site);
        await TellAsync(person);
        return person;
    }

    public static PersonChanged Pensioner(DateOnly certifiedOn, string site = "town-zeku") => new()
    {
        PersonId = Guid.CreateVersion7(),
        Version = 1,
        Site = site,
        Village = "泽库镇某村",
        Benefits = [new Benefit { Kind = "pension", Since = new DateOnly(2010, 1, 1), MonthlyAmount = 2_350.5m, CertifiedOn = certifiedOn }],
    };

    public static HttpClient Teller(WebApplicationFactory<Program> replica, string site = "wendeng-hall", string name = "t1", string role = "teller")
    {
        var client = replica.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(role, name, site);
        return client;
    }

    public static async Task<HttpResponseMessage> CertifyAsync(HttpClient client, Guid personId, string site = "wendeng-hall", string? key = null, string? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/sites/{site}/certifications");
        request.Content = new StringContent(body ?? $$"""{"personId":"{{personId}}","channel":"counter"}""", Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", key ?? Guid.CreateVersion7().ToString());
        return await client.SendAsync(request);
    }

    internal static async Task<RollEntry> ReadAsync(WebApplicationFactory<Program> replica, Guid personId)
    {
        using var client = Teller(replica);
        return (await client.GetFromJsonAsync<RollEntry>(new Uri($"/roll/{personId}", UriKind.Relative), HallJson.Options))!;
    }

    public Task<long> EventsAsync(Guid personId) => ScalarAsync<long>(
        """
        select count(*)
          from (select type, body from outbox union all select type, body from outbox_sent) as events
         where type like '%.Certified,%' and body ->> 'personId' = @personId::text
        """, new { personId });

    public async Task<T> ScalarAsync<T>(string sql, object arguments)
    {
        await using var connection = await Database.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Database.DisposeAsync();
        await _registry.DisposeAsync();
    }

    /// <summary>Takes the service's events; without anybody the broker gives every one of them back.</summary>
    private async Task ListenAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(_broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("listener", durable: true, exclusive: false, autoDelete: false);
        var exchange = $"{typeof(Certified).Namespace}:{nameof(Certified)}";
        await channel.ExchangeDeclareAsync(exchange, RabbitMQ.Client.ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync("listener", exchange, "");
    }
}

internal static class Answers
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<T>(HallJson.Options))!;

    public static async Task ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        var problem = JsonElement.Parse(body);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("title").GetString().ShouldNotBe(code, "The code has no text");
    }
}
