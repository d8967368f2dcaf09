using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

namespace Wenden.Intake.Tests;

/// <summary>A queue and a registry that answer over HTTP what a test has put into them, to callers that name themselves a service.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Neighbours(WebApplication app) => _app = app;

    public ConcurrentDictionary<Guid, Ticket> Tickets { get; } = new();

    /// <summary>Tickets by the link that the visitor has.</summary>
    public ConcurrentDictionary<string, Guid> Links { get; } = new();

    /// <summary>Persons by identity number.</summary>
    public ConcurrentDictionary<string, Guid> Persons { get; } = new();

    /// <summary>What the registry holds on a person, by name.</summary>
    public ConcurrentDictionary<Guid, Dictionary<string, object>> Facts { get; } = new();

    /// <summary>Names of employers by credit code.</summary>
    public ConcurrentDictionary<string, string> Employers { get; } = new();

    /// <summary>Credit codes of the employers whose enterprise stations sites are.</summary>
    public ConcurrentDictionary<string, string> Stations { get; } = new();

    /// <summary>Identity numbers for which the registry fails.</summary>
    public ConcurrentDictionary<string, bool> Failing { get; } = new();

    /// <summary>Purposes that the callers named.</summary>
    public ConcurrentQueue<string> Purposes { get; } = new();

    /// <summary>Paths and queries asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public string Address => _app.Urls.First();

    public static async Task<Neighbours> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var neighbours = new Neighbours(app);
        app.Use((context, next) =>
        {
            neighbours.Asked.Enqueue(context.Request.Path + context.Request.QueryString);
            neighbours.Purposes.Enqueue(context.Request.Headers[Purpose.Header].ToString());
            if (TestIssuer.CallerOf(context.Request).StartsWith("role=service; name=intake"))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        app.MapGet("/sites/{site}", (string site) => site == "nowhere" ? Results.NotFound() : Results.Json(new { code = site, name = "文登区人社综合服务大厅", zones = Array.Empty<string>(), stationOf = neighbours.Stations.GetValueOrDefault(site) }));
        app.MapGet("/sites/{site}/tickets/{id:guid}", (string site, Guid id) =>
            neighbours.Tickets.TryGetValue(id, out var ticket) && ticket.Site == site ? Results.Json(ticket, HallJson.Options) : Results.NotFound());
        app.MapGet("/visits/{link}", (string link) => neighbours.Links.TryGetValue(link, out var id) && neighbours.Tickets.TryGetValue(id, out var ticket)
            ? Results.Json(
                new Visit
                {
                    Site = ticket.Site, SiteName = "文登区人社综合服务大厅", TicketId = id, Number = ticket.Number, State = ticket.State, Items = [], At = ticket.IssuedAt,
                }, HallJson.Options)
            : Results.NotFound());
        app.MapPost("/persons/lookup", (JsonElement wanted) => neighbours.LookUp(wanted.GetProperty("idNumber").GetString()!));
        app.MapGet("/persons/{id:guid}", neighbours.File);
        app.MapGet("/employers/{code}", (string code) =>
            code.Length != 18 ? Results.BadRequest()
            : neighbours.Employers.TryGetValue(code, out var name) ? Results.Json(new { code, name, region = "371003", source = "市场监管", asOf = "2019-09-30" })
            : Results.NotFound());
        await app.StartAsync();
        return neighbours;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult File(Guid id) => !Facts.TryGetValue(id, out var facts) ? Results.StatusCode(StatusCodes.Status500InternalServerError) : Results.Json(new
    {
        personId = id, version = 1, site = "town-longshan", benefits = Array.Empty<object>(),
        facts = facts.ToDictionary(fact => fact.Key, fact => new { value = fact.Value, source = "公安户籍", asOf = "2019-09-30" }),
    });

    private IResult LookUp(string number) =>
        Failing.ContainsKey(number) ? Results.StatusCode(StatusCodes.Status500InternalServerError)
        : Persons.TryGetValue(number, out var person) ? Results.Json(new { personId = person, name = "测试", site = "town-longshan" })
        : Results.NotFound();
}
