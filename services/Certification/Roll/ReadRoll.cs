using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Wenden.Certification.Roll;

/// <summary><c>GET /roll/{personId}</c>: one person, from any site, as people may be certified at any counter.</summary>
internal static class ReadRoll
{
    public static void MapReadRoll(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/roll/{personId:guid}", HandleAsync).RequireRole(Roles.Teller, Roles.Certifier).Audited("certification.read-roll");

    private static async Task<Results<Ok<RollEntry>, Problem>> HandleAsync(
        Guid personId, NpgsqlDataSource database, AuditTrail trail, IOptions<RollOptions> options, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var row = await FindAsync(connection, personId, ct);
        if (row is null)
            return Problem.NotFound("roll.unknown", personId);
        trail.Add(personId);
        return TypedResults.Ok(row.ToEntry(options.Value, clock.HallDay()));
    }

    internal static Task<RollRow?> FindAsync(NpgsqlConnection connection, Guid personId, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<RollRow>(new CommandDefinition(
            """
            select person_id, site, village, care_home, died_on, benefits::text as benefits, ended, certified_on, valid_until
              from roll
             where person_id = @personId
            """, new { personId }, cancellationToken: ct));
}
