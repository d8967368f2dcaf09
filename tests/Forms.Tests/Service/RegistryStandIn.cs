using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

namespace Wenden.Forms.Tests.Service;

/// <summary>Answers <c>GET /persons/{id}</c> over HTTP for persons that tests put in.</summary>
internal sealed class RegistryStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, PersonFile> _persons = [];
    private readonly ConcurrentDictionary<Guid, int> _refusals = [];

    private RegistryStandIn(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Who asked, as their caller header says.</summary>
    public ConcurrentBag<string> Callers { get; } = [];

    public static async Task<RegistryStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var registry = new RegistryStandIn(builder.Build());
        registry._app.MapGet("/persons/{id:guid}", registry.Answer);
        await registry._app.StartAsync();
        return registry;
    }

    /// <summary>Puts a person in; the first <paramref name="refusals"/> readings are answered 503.</summary>
    public Guid Knows(PersonFile person, int refusals = 0)
    {
        _persons[person.PersonId] = person;
        _refusals[person.PersonId] = refusals;
        return person.PersonId;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Answer(Guid id, HttpRequest request)
    {
        Callers.Add(TestIssuer.CallerOf(request));
        if (!_persons.TryGetValue(id, out var person))
            return Results.NotFound();
        return _refusals.AddOrUpdate(id, 0, (_, left) => left - 1) >= 0
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Json(person, HallJson.Options);
    }
}
