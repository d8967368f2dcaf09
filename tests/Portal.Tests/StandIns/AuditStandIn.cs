using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Wenden.Portal.Tests.StandIns;

/// <summary>The audit trails: registry and subsidy have looked at one person, registry is in order, subsidy's trail was tampered with.</summary>
internal static class AuditStandIn
{
    public static readonly Guid Person = new("0191d3a0-0000-7000-8000-00000000a11d");

    private const int Entries = 40;
    private static readonly DateTimeOffset _morning = new(2019, 10, 21, 8, 30, 0, TimeSpan.FromHours(8));

    /// <param name="routes">Where to add the endpoints.</param>
    /// <param name="serviceOf">Which service was asked.</param>
    public static void MapAudit(this IEndpointRouteBuilder routes, Func<HttpContext, string> serviceOf)
    {
        var asked = routes.MapGroup("/audit").AddEndpointFilter(Caller.Only("auditor"));
        asked.MapGet("", (HttpContext context, Guid? person, string? actor, long? before, int limit) =>
            actor == "broken" && serviceOf(context) == "subsidy"
                ? Caller.Problem(503, "server.unavailable", "系统暂时不可用,请稍后重试")
                : Results.Ok(Search(serviceOf(context), person, actor, before, limit)));
        asked.MapGet("/verify", (HttpContext context) => serviceOf(context) == "subsidy"
            ? new { count = 12, lastHash = new string('b', 64), @break = (object?)new { sequence = 13, reason = "changed" } }
            : new { count = Entries, lastHash = new string('a', 64), @break = (object?)null });
    }

    private static object Search(string service, Guid? person, string? actor, long? before, int limit)
    {
        if (service is not ("registry" or "subsidy"))
            return new { entries = Array.Empty<object>() };
        var entries = Enumerable.Range(1, Entries).Reverse().Select(i => new
        {
            sequence = i, at = _morning.AddMinutes(2 * i + (service == "subsidy" ? 1 : 0)), actor = service == "registry" ? "t003" : "r001",
            roles = service == "registry" ? "teller" : "reviewer", site = "wendeng-hall", address = "127.0.0.1",
            action = service == "registry" ? "registry.read-person" : "subsidy.first-review", personId = Person, purpose = service == "registry" ? null : $"case/{Person}",
            traceId = "0af7651916cd43dd8448eb211c80319c", hash = new string('c', 64),
        }).Where(entry => (person is null || entry.personId == person) && (actor is null or "broken" || entry.actor == actor) && (before is null || entry.sequence < before))
            .Take(limit).ToList();
        return new { entries, next = entries.Count == limit ? (long?)entries[^1].sequence : null };
    }
}
