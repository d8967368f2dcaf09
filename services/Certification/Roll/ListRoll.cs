using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Wenden.Certification.Roll;

/// <summary>
/// <c>GET /sites/{site}/roll?state=due|overdue|all&amp;limit=</c>: whom the site is to certify, the earliest end of term first. The dead
/// and those without a benefit are not in it. The limit is 1 to 500, 100 without it.
/// </summary>
internal static class ListRoll
{
    private const int HighestLimit = 500;

    public static void MapListRoll(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/roll", HandleAsync).RequireRole(Roles.Teller, Roles.Certifier).Audited("certification.list-roll");

    private static async Task<Results<Ok<RollEntry[]>, Problem>> HandleAsync(
        string site, NpgsqlDataSource database, AuditTrail trail, IOptions<RollOptions> options, TimeProvider clock, CancellationToken ct,
        string state = "all", int limit = 100)
    {
        var today = clock.HallDay();
        if (Span(state, today, options.Value) is not var (from, to))
            return Problem.Invalid("roll.state", state);
        if (limit is < 1 or > HighestLimit)
            return Problem.Invalid("roll.limit", HighestLimit);

        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<RollRow>(new CommandDefinition(
            """
            select person_id, site, village, care_home, died_on, benefits::text as benefits, ended, certified_on, valid_until
              from roll
             where site = @site and not ended and died_on is null and valid_until between @from and @to
             order by valid_until, person_id
             limit @limit
            """, new { site, from, to, limit }, cancellationToken: ct))).AsList();
        trail.Add(rows.Select(row => row.PersonId));
        return TypedResults.Ok(rows.Select(row => row.ToEntry(options.Value, today)).ToArray());
    }

    /// <summary>First and last end of term that the state means.</summary>
    private static (DateOnly From, DateOnly To)? Span(string state, DateOnly today, RollOptions options) => state switch
    {
        "all" => (DateOnly.MinValue, DateOnly.MaxValue),
        "due" => (today, options.LastDueDay(today)),
        "overdue" => (DateOnly.MinValue, today.AddDays(-1)),
        _ => null,
    };
}
