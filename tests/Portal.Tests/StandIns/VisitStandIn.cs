using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>A visitor's own ticket as the queue shows it to whoever has the link. Links that begin with <c>broken</c> fail, with <c>done</c> are of a
/// visit that is over.</summary>
internal sealed class VisitStandIn
{
    private readonly ConcurrentDictionary<string, string> _states = new();

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/visits/{link}", (string link) => Answer(link));
        app.MapPost("/visits/{link}/{act}", (string link, string act, HttpContext context) =>
        {
            if (context.Request.Headers.Authorization.Count > 0 || context.Request.Headers.Cookie.Count > 0)
                return Caller.Problem(500, "server.error", "whoever has the link needs nothing else");
            if (act == "return" || !_states.TryUpdate(link, act == "leave" ? "cancelled" : "late", "waiting"))
                return Caller.Problem(409, "ticket.is-cancelled", "号已取消");
            return Answer(link);
        });
    }

    private IResult Answer(string link)
    {
        if (link.StartsWith("broken", StringComparison.Ordinal))
            return Caller.Problem(503, "server.unavailable", "系统暂时不可用,请稍后重试");
        if (link.StartsWith("unknown", StringComparison.Ordinal))
            return Caller.Problem(404, "visit.unknown", "没有这个排队链接");
        var state = _states.GetOrAdd(link, link.StartsWith("done", StringComparison.Ordinal) ? "finished" : "waiting");
        return Results.Ok(new
        {
            site = "wendeng-hall", siteName = "文登区人社综合服务大厅", number = "A012", state = state == "late" ? "waiting" : state,
            items = new[] { new { code = "item-1", number = 1, name = "就业困难人员灵活就业社会保险补贴申领", nameEn = "Social-insurance subsidy for the flexibly employed" } },
            ahead = state == "late" ? 9 : 4, fromMinutes = 10, toMinutes = 25, canBeLate = state == "waiting", canReturn = false,
            papers = new[] { "居民身份证" }, papersEn = new[] { "Identity card" }, at = "2019-10-21T08:40:00+08:00",
        });
    }
}
