using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Wenden.Contracts.Auditing;
using Wenden.ServiceDefaults.Callers;
using Wenden.ServiceDefaults.Problems;

namespace Wenden.Messaging.Auditing;

/// <summary>
/// <c>GET /audit?person=&amp;actor=&amp;action=&amp;purpose=&amp;from=&amp;to=&amp;before=&amp;limit=</c>: entries that match all that is given, the newest
/// first; <c>next</c> is the <c>before</c> of the next page, <c>purpose=none</c> finds what was done without one. An auditor sees what was done at the own sites and by services. A search for a person
/// is itself a look at that person, and audited.
/// </summary>
internal static class SearchAudit
{
    private const int Most = 500;

    public static void MapSearchAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit", HandleAsync).RequireRole(Roles.Auditor).Audited("audit.search").Produces<AuditedEntries>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> HandleAsync(
        ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct, Guid? person = null, string? actor = null,
        string? action = null, string? purpose = null, DateTimeOffset? from = null, DateTimeOffset? to = null, long? before = null, int limit = 100)
    {
        if (limit is < 1 or > Most)
            return Problem.Invalid("audit.limit", Most);
        if (person is { } looked)
            trail.Add(looked);

        var sites = caller.FindAll("site").Select(claim => claim.Value).ToArray();
        await using var connection = await database.OpenConnectionAsync(ct);
        var entries = (await connection.QueryAsync<AuditedEntry>(new CommandDefinition(
            person is null ? Newest : OfPerson,
            new { person, actor, action, purpose, from, to, before = before ?? long.MaxValue, limit, sites }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new AuditedEntries(entries, entries.Count == limit ? entries[^1].Sequence : null));
    }

    private const string Fields =
        """
        select sequence, at, actor, roles, site, address, action, person_id, purpose, trace_id, encode(hash, 'hex') as hash
          from audit.entries
        """;

    private const string Rest =
        """

           and (@actor::text is null or actor = @actor)
           and (@action::text is null or action = @action)
           and (@purpose::text is null or case @purpose when 'none' then purpose is null else purpose = @purpose end)
           and (@from::timestamptz is null or at >= @from)
           and (@to::timestamptz is null or at < @to)
           and ('*' = any(@sites) or site = '*' or string_to_array(site, ' ') && @sites)
         order by sequence desc
         limit @limit
        """;

    // Two statements, because one plan for both would never use the index by person.
    private const string OfPerson = Fields + " where person_id = @person and sequence < @before" + Rest;
    private const string Newest = Fields + " where sequence < @before" + Rest;
}
