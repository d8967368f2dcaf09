using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>Programmes, renewals and policy drafts of the subsidy service.</summary>
internal sealed class PolicyStandIn
{
    private readonly ConcurrentDictionary<Guid, Draft> _drafts = new();
    private int _runs = 1;

    private sealed record Draft(Guid Id, string State, string LoadedBy, string? ConfirmedBy = null, bool IsSimulated = false);

    public PolicyStandIn()
    {
        var draft = new Draft(Guid.CreateVersion7(), "draft", "o002", IsSimulated: true);
        _drafts[draft.Id] = draft;
    }

    public void Map(IEndpointRouteBuilder asked)
    {
        asked.MapGet("/programmes/{programme}/{year:int}/renewals", (int year) => Enumerable.Range(1, _runs).Select(run => Run(year, run)));
        asked.MapPost("/programmes/{programme}/{year:int}/renewals", (int year) =>
        {
            if (_runs > 1)
                return Caller.Problem(409, "renewal.running", "连续补贴正在进行");
            _runs++;
            return Results.Json(Run(year, _runs), statusCode: 202);
        });
        asked.MapGet("/policy-drafts", () => _drafts.Values.OrderByDescending(draft => draft.Id).Select(Shown));
        asked.MapGet("/policy-drafts/{id:guid}", (Guid id) => Shown(_drafts[id]));
        asked.MapPost("/policy-drafts", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            if (!(await reader.ReadToEndAsync()).Contains("programme"))
            {
                return Results.Json(new { type = "urn:wenden:problem:policy.invalid", title = "政策文件有误", status = 400, code = "policy.invalid", errors = new[] { "programme: 缺少", "amounts.full: 应大于 0" } },
                    statusCode: 400, contentType: "application/problem+json");
            }

            var draft = new Draft(Guid.CreateVersion7(), "draft", Caller.Name(context));
            _drafts[draft.Id] = draft;
            return Results.Json(Shown(draft), statusCode: 201);
        });
        asked.MapPost("/policy-drafts/{id:guid}/confirm", (HttpContext context, Guid id) => Shown(_drafts[id] = _drafts[id] with { State = "confirmed", ConfirmedBy = Caller.Name(context) }));
        asked.MapPost("/policy-drafts/{id:guid}/withdraw", (Guid id) => Shown(_drafts[id] = _drafts[id] with { State = "withdrawn" }));
        asked.MapPost("/policy-drafts/{id:guid}/simulations", (Guid id) => Results.Json(Shown(_drafts[id] = _drafts[id] with { IsSimulated = true }), statusCode: 202));
        asked.MapGet("/policy-drafts/{id:guid}/simulation", (Guid id) => _drafts[id].IsSimulated ? Results.Ok(Simulation()) : Caller.Problem(404, "simulation.none", "还没有试算"));
    }

    private static object Run(int year, int run) => new
    {
        id = Guid.CreateVersion7(), programme = "4050", year, fromYear = year - 1, state = run > 1 ? "running" : "finished", startedAt = SubsidySite.Now.AddDays(run - 4), startedBy = "o001",
        total = 386, done = run > 1 ? 120 : 386, renewed = run > 1 ? 104 : 341, asked = run > 1 ? 12 : 31, refused = run > 1 ? 4 : 13, failed = run > 1 ? 0 : 1,
    };

    private static object Shown(Draft draft) => new
    {
        draft.Id, programme = "4050", year = 2020, fingerprint = new string('b', 64), draft.State, draft.LoadedBy, draft.ConfirmedBy,
        changes = new[] { new { path = "amounts.full", before = (object?)5000, now = (object)5200 }, new { path = "ages.group.F", before = (object?)40, now = (object)38 }, new { path = "window.to", before = (object?)"2019-11-08", now = (object)"2020-11-10" } },
    };

    private static object Simulation() => new
    {
        state = "finished", people = 5000, done = 5000, gain = 212, lose = 9, same = 4702, unknown = 77, costBefore = 1_930_000m, costNow = 2_986_400m,
        examples = new[]
        {
            new { personId = Guid.CreateVersion7(), before = new { outcome = "ineligible", amount = 0 }, now = new { outcome = "eligible", amount = 5200 }, because = new[] { "G1" } },
            new { personId = Guid.CreateVersion7(), before = new { outcome = "eligible", amount = 3850 }, now = new { outcome = "ineligible", amount = 0 }, because = new[] { "X6" } },
        },
    };
}
