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

/// <summary>Answers <c>GET /persons/{id}</c> over HTTP for persons that tests put in, counts a small district, and knows a catalogue of two items.</summary>
internal sealed class RegistryStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, PersonFile> _persons = [];
    private readonly ConcurrentDictionary<Guid, int> _refusals = [];

    private RegistryStandIn(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Who asked, as their caller header says.</summary>
    public ConcurrentBag<string> Callers { get; } = [];

    /// <summary>Facts of employers by credit code, in place of those of the person's own.</summary>
    public ConcurrentDictionary<string, Dictionary<string, Fact>> Employers { get; } = [];

    public static async Task<RegistryStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var registry = new RegistryStandIn(builder.Build());
        registry._app.MapGet("/persons/{id:guid}", registry.Answer);
        registry._app.MapGet("/facts/availability", (string among) => Results.Json(Availability(among), HallJson.Options));
        registry._app.MapGet("/catalogue", () => Results.Json(Catalogue, HallJson.Options));
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

    private static object Catalogue => new
    {
        effectiveFrom = "2019-10-01",
        items = new[]
        {
            new { code = "card-loss", number = 1, name = "社会保障卡挂失与解挂", nameEn = "Loss of a card", audience = "person", forms = Array.Empty<string>() },
            new { code = "recruitment", number = 2, name = "招聘用工登记", nameEn = "Recruitment", audience = "employer", forms = new[] { "recruitment-registration" } },
        },
    };

    // Everything is held of the 40 who act for an employer, but for the telephone of ten.
    private static object Availability(string among) => new
    {
        groups = among.Split(',').Select(name => new
        {
            among = name,
            persons = 40,
            held = Samples.Templates.Bindable.Keys.ToDictionary(fact => fact, fact => fact == "phone" ? 30 : 40),
        }),
    };

    private static PersonFile Of(PersonFile person, Dictionary<string, Fact> employer) =>
        person with { Facts = person.Facts.Where(fact => !employer.ContainsKey(fact.Key)).Concat(employer).ToDictionary() };

    private IResult Answer(Guid id, HttpRequest request)
    {
        Callers.Add(TestIssuer.CallerOf(request));
        if (!_persons.TryGetValue(id, out var person))
            return Results.NotFound();
        return _refusals.AddOrUpdate(id, 0, (_, left) => left - 1) >= 0
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Json(Employers.TryGetValue(request.Query["employer"].ToString(), out var employer) ? Of(person, employer) : person, HallJson.Options);
    }
}
