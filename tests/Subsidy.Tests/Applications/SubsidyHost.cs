using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Intake;
using Wenden.Contracts.Subsidy;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Subsidy.Tests.Applications;

/// <summary>The service on a real database and broker of its own, a registry that holds what tests put in, and ears for its events.</summary>
public sealed class SubsidyHost : IAsyncLifetime
{
    public const string Hall = "wendeng-hall";

    private readonly ConcurrentQueue<SubsidyDecided> _decided = new();
    private readonly ConcurrentQueue<SubsidyFactsMissing> _missing = new();
    private readonly ConcurrentQueue<SubsidySupplementAsked> _asked = new();
    private readonly ConcurrentQueue<SubsidyRevoked> _revoked = new();
    private readonly ConcurrentQueue<SubsidyPaid> _paid = new();
    private readonly ConcurrentQueue<RenderForms> _letters = new();
    private WebApplicationFactory<Program> _service = null!;
    private IBusControl _bus = null!;

    public string Database { get; private set; } = "";

    public string Broker { get; private set; } = "";

    internal IServiceProvider Services => _service.Services;

    internal RegistryStub Registry { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Registry = await RegistryStub.StartAsync();
        Database = await TestServers.FreshDatabaseAsync("subsidydb");
        var broker = Broker = await TestServers.FreshVirtualHostAsync();

        // The ears bind their queue first; the broker gives back events that nobody takes.
        _bus = Bus.Factory.CreateUsingRabbitMq(configure =>
        {
            configure.Host(new Uri(broker));
            configure.ReceiveEndpoint("ears", endpoint =>
            {
                endpoint.Handler<SubsidyDecided>(context => Keep(_decided, context.Message));
                endpoint.Handler<SubsidyFactsMissing>(context => Keep(_missing, context.Message));
                endpoint.Handler<SubsidySupplementAsked>(context => Keep(_asked, context.Message));
                endpoint.Handler<SubsidyRevoked>(context => Keep(_revoked, context.Message));
                endpoint.Handler<SubsidyPaid>(context => Keep(_paid, context.Message));
                endpoint.Handler<RenderForms>(context => Keep(_letters, context.Message));
            });
        });
        await _bus.StartAsync();
        _service = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .TrustTestIssuer()
            .StopInFull()
            .UseSetting("ConnectionStrings:subsidydb", Database)
            .UseSetting("ConnectionStrings:rabbitmq", broker)
            .UseSetting("Messaging:Services:0", "subsidy")
            .UseSetting("services:registry:http:0", Registry.Address)
            .UseSetting("services:queue:http:0", Registry.Address)
            .UseSetting("Logging:LogLevel:Default", "Warning")
            .UseSetting("Wenden:AsOf", "2019-10-21T08:30:00+08:00"));
        _service.CreateClient().Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _bus.StopAsync();
        await Registry.DisposeAsync();
    }

    internal HttpClient Client(string role, string name, string site = Hall)
    {
        var client = _service.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(role, name, site);
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        return client;
    }

    /// <summary>Somebody who is not signed in.</summary>
    internal HttpClient Passer()
    {
        var client = _service.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        return client;
    }

    internal HttpClient Citizen(Guid person)
    {
        var client = Passer();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer($"role={Roles.Citizen}; name=c-{person:N}; person={person}; site=*");
        return client;
    }

    internal Task PublishAsync<T>(T message, Guid? messageId = null)
        where T : class =>
        _bus.Publish(message, context => context.MessageId = messageId ?? Guid.CreateVersion7());

    internal static CaseAccepted Case(Guid person, Guid? caseId = null, string acceptedBy = "t001", string at = "2019-10-21T09:00:00+08:00", string site = Hall) =>
        new()
        {
            Site = site,
            CaseId = caseId ?? Guid.CreateVersion7(),
            PersonId = person,
            Items = [new AcceptedItem { Code = "LH-001" }, new AcceptedItem { Code = "BT-4050", FollowUp = "subsidy" }],
            AcceptedAt = DateTimeOffset.Parse(at),
            AcceptedBy = acceptedBy,
        };

    /// <summary>Publishes the case and waits for its application to be in the state.</summary>
    internal async Task<JsonElement> ApplyAsync(CaseAccepted accepted, string state = "first-review")
    {
        await PublishAsync(accepted);
        return await ApplicationAsync(accepted.CaseId, state, accepted.Site);
    }

    internal Task<JsonElement> ApplicationAsync(Guid caseId, string state, string site = Hall) =>
        Eventually($"case {caseId} in {state}", async () =>
        {
            using var client = Client(Roles.Teller, "t009", site);
            using var response = await client.GetAsync($"/sites/{site}/applications/by-case/{caseId}");
            if (!response.IsSuccessStatusCode)
                return (JsonElement?)null;
            var found = await response.Content.ReadFromJsonAsync<JsonElement>();
            return found.GetProperty("state").GetString() == state ? found : null;
        });

    internal async Task<HttpResponseMessage> ReviewAsync(
        string step, JsonElement application, string name, bool approve, string? note = null, string? key = null)
    {
        using var client = Client(step == "first-review" ? Roles.Reviewer : Roles.Approver, name);
        if (key is not null)
            client.DefaultRequestHeaders.Add("Idempotency-Key", key);
        return await client.PostAsJsonAsync($"/sites/{Hall}/applications/{application.GetProperty("id").GetString()}/{step}", new { approve, note });
    }

    internal Task<SubsidyDecided> DecidedAsync(Guid caseId) =>
        Eventually($"decision on {caseId}", () => Task.FromResult(_decided.FirstOrDefault(decided => decided.CaseId == caseId)));

    internal int DecisionsOn(Guid caseId) => _decided.Count(decided => decided.CaseId == caseId);

    internal Task<SubsidySupplementAsked> AskedAsync(Guid caseId) =>
        Eventually($"supplement of {caseId}", () => Task.FromResult(_asked.FirstOrDefault(asked => asked.CaseId == caseId)));

    internal int AskedFor(Guid caseId) => _asked.Count(asked => asked.CaseId == caseId);

    internal Task<SubsidyRevoked> RevokedAsync(Guid applicationId) =>
        Eventually($"revocation of {applicationId}", () => Task.FromResult(_revoked.FirstOrDefault(revoked => revoked.ApplicationId == applicationId)));

    internal int RevocationsOf(Guid applicationId) => _revoked.Count(revoked => revoked.ApplicationId == applicationId);
    internal IReadOnlyList<SubsidyPaid> PaidAt(string site) => [.. _paid.Where(paid => paid.Site == site)];
    /// <summary>What Forms was asked for when the case was decided.</summary>
    internal Task<RenderForms> LetterAsync(Guid caseId) =>
        Eventually($"letter of {caseId}", () => Task.FromResult(_letters.FirstOrDefault(letter => letter.CaseId == caseId)));

    internal int LettersOn(Guid caseId) => _letters.Count(letter => letter.CaseId == caseId);

    internal Task<SubsidyFactsMissing> MissingAsync(Guid caseId) =>
        Eventually($"missing facts of {caseId}", () => Task.FromResult(_missing.LastOrDefault(missing => missing.CaseId == caseId)));

    internal static async Task<T> Eventually<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(100);
        }

        throw new TimeoutException($"Waited 30 seconds for: {what}");
    }

    internal static async Task<T> Eventually<T>(string what, Func<Task<T?>> look)
        where T : struct
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await look() is { } found)
                return found;
            await Task.Delay(100);
        }

        throw new TimeoutException($"Waited 30 seconds for: {what}");
    }

    private static Task Keep<T>(ConcurrentQueue<T> heard, T message)
    {
        heard.Enqueue(message);
        return Task.CompletedTask;
    }
}
