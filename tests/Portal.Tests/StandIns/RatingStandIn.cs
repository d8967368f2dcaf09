using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>What Intake takes as ratings: of every visit, of every citizen's case and at every window there is one item, rated once.</summary>
internal sealed class RatingStandIn
{
    /// <summary>The case that a citizen can rate.</summary>
    public static readonly Guid OwnCase = Guid.CreateVersion7();

    private const string Item = "subsidy-4050";
    private readonly ConcurrentDictionary<string, (string Level, string? Comment)> _given = new();

    public void Map(IEndpointRouteBuilder app, IEndpointRouteBuilder asked, string emptySite)
    {
        app.MapGet("/visits/{link}/ratings", (string link) => new[] { Show(link, OwnCase) });
        app.MapPost("/visits/{link}/ratings/{id:guid}/{item}", (string link, Guid id, string item, JsonElement body, HttpContext context) =>
            context.Request.Headers.Authorization.Count > 0 || context.Request.Headers.Cookie.Count > 0
                ? Caller.Problem(500, "server.error", "whoever has the link needs nothing else")
                : Take(link, body, () => Show(link, id)));
        asked.MapGet("/ratings", (HttpContext context) => new[] { Show(Caller.Name(context), OwnCase) });
        asked.MapPost("/ratings/{id:guid}/{item}", (HttpContext context, Guid id, string item, JsonElement body) =>
            Take(Caller.Name(context), body, () => Show(Caller.Name(context), id)));
        asked.MapGet("/sites/{site}/window-ratings", (HttpContext context, string site) => site == emptySite || _given.ContainsKey(Caller.Name(context))
            ? (object)new { items = Array.Empty<object>() }
            : new { number = "A012", items = new[] { Show(Caller.Name(context), OwnCase) } });
        asked.MapPost("/sites/{site}/window-ratings/{id:guid}/{item}", (HttpContext context, string item, JsonElement body) =>
            context.Request.Headers["Idempotency-Key"].Count == 0 ? Caller.Problem(400, "idempotency.key-missing", "没有 Idempotency-Key")
            : Take(Caller.Name(context), body, () => null));
        asked.MapGet("/sites/{site}/ratings", (string site) => site == emptySite ? [] : new object[]
        {
            new { ticketNumber = "A003", name = "参保登记事项之3", level = "very-satisfied", comment = "讲得很清楚", ratedAt = "2019-10-18T10:20:00+08:00" },
            new { ticketNumber = "A001", name = "就业困难人员灵活就业社会保险补贴申领", level = "dissatisfied", ratedAt = "2019-10-18T09:10:00+08:00" },
        });
    }

    private IResult Take(string whose, JsonElement body, Func<object?> shown)
    {
        var level = body.Text("level");
        if (level.Length == 0)
            return Caller.Problem(400, "rating.level", "评价只能是五个等级之一");
        var said = (level, body.TryGetProperty("comment", out var comment) ? comment.GetString() : null);
        return !_given.TryAdd(whose, said) && _given[whose] != said ? Caller.Problem(409, "rating.given", "该事项已经评价过")
            : shown() is { } answer ? Results.Ok(answer)
            : Results.NoContent();
    }

    private object Show(string whose, Guid caseId) => _given.TryGetValue(whose, out var given)
        ? new
        {
            caseId, item = Item, name = "就业困难人员灵活就业社会保险补贴申领", level = (string?)given.Level, comment = given.Comment is "" ? null : given.Comment,
            finding = given.Level.EndsWith("dissatisfied") ? LedgerStandIn.KnownLink : null,
        }
        : new { caseId, item = Item, name = "就业困难人员灵活就业社会保险补贴申领", level = (string?)null, comment = (string?)null, finding = (string?)null };
}
