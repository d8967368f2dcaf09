using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Wenden.Certification.Roll;

/// <summary><c>GET /sites/{site}/roll/summary</c>: how many people stand where.</summary>
internal static class SummariseRoll
{
    internal sealed record Summary(long Total, long Current, long Due, long Overdue, long Died, long Ended);

    public static void MapSummariseRoll(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/roll/summary", HandleAsync).RequireRole(Roles.Teller, Roles.Certifier);

    private static async Task<Ok<Summary>> HandleAsync(
        string site, NpgsqlDataSource database, IOptions<RollOptions> options, TimeProvider clock, CancellationToken ct)
    {
        var today = clock.HallDay();
        await using var connection = await database.OpenConnectionAsync(ct);
        return TypedResults.Ok(await connection.QuerySingleAsync<Summary>(new CommandDefinition(
            """
            select count(*) filter (where draws) as total,
                   count(*) filter (where draws and valid_until > @lastDueDay) as current,
                   count(*) filter (where draws and valid_until between @today and @lastDueDay) as due,
                   count(*) filter (where draws and valid_until < @today) as overdue,
                   count(*) filter (where not ended and died_on is not null) as died,
                   count(*) filter (where ended) as ended
              from (select *, not ended and died_on is null as draws from roll where site = @site) as people
            """, new { site, today, lastDueDay = options.Value.LastDueDay(today) }, cancellationToken: ct)));
    }
}
