using Microsoft.AspNetCore.Http.HttpResults;

namespace Wenden.Queue.Sites;

/// <summary>
/// What a site manager decides during the day: <c>POST /sites/{site}/zones/{zone}/open</c> and <c>…/close</c> (no more numbers; who waits is still
/// called), <c>PUT /sites/{site}/message</c> (on the boards), <c>PUT /sites/{site}/tellers/{teller}</c> (what a teller can do). All safe to send twice.
/// </summary>
internal static class ManageSite
{
    private const int LongestMessage = 200;
    private const int LongestName = 100;

    internal sealed record MessageRequest
    {
        /// <summary>Up to 200 characters; empty takes the message away.</summary>
        public required string Text { get; init; }
    }

    internal sealed record SkillsRequest
    {
        /// <summary>Names of skills of the site's rules; they count from the next time the teller opens a window.</summary>
        public required IReadOnlyList<string> Skills { get; init; }
    }

    /// <param name="Name">Account name.</param>
    /// <param name="Skills">What they can do beyond the usual. Tellers who are not in the list can do everything.</param>
    internal sealed record Teller(string Name, IReadOnlyList<string> Skills);

    public static void MapManageSite(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/zones/{zone}/open", (string site, string zone, UnitOfWork unit, CancellationToken ct) => SetZoneAsync(site, zone, true, unit, ct))
            .RequireRole(Roles.SiteManager).AsCommand();
        routes.MapPost("/sites/{site}/zones/{zone}/close", (string site, string zone, UnitOfWork unit, CancellationToken ct) => SetZoneAsync(site, zone, false, unit, ct))
            .RequireRole(Roles.SiteManager).AsCommand();
        routes.MapPut("/sites/{site}/message", SetMessageAsync).RequireRole(Roles.SiteManager).AsCommand();
        routes.MapGet("/sites/{site}/tellers", ReadTellersAsync).RequireRole(Roles.SiteManager);
        routes.MapPut("/sites/{site}/tellers/{teller}", SetSkillsAsync).RequireRole(Roles.SiteManager).AsCommand();
    }

    private static async Task<Results<NoContent, Problem>> SetZoneAsync(string site, string zone, bool isOpen, UnitOfWork unit, CancellationToken ct) =>
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update zones set is_open = @isOpen where site = @site and zone = @zone", new { site, zone, isOpen }, cancellationToken: ct)) == 1
            ? TypedResults.NoContent()
            : Problem.NotFound("zone.unknown", site, zone);

    private static async Task<Results<NoContent, Problem>> SetMessageAsync(string site, MessageRequest request, UnitOfWork unit, CancellationToken ct)
    {
        var text = request.Text.Trim();
        if (text.Length > LongestMessage || text.Any(char.IsControl))
            return Problem.Invalid("site.message", LongestMessage);
        return await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update sites set message = nullif(@text, '') where site = @site", new { site, text }, cancellationToken: ct)) == 1
            ? TypedResults.NoContent()
            : Problem.NotFound("site.unknown", site);
    }

    private static async Task<Ok<IReadOnlyList<Teller>>> ReadTellersAsync(string site, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var tellers = await connection.QueryAsync<(string Name, string[] Skills)>(new CommandDefinition(
            "select teller, skills from tellers where site = @site order by teller", new { site }, cancellationToken: ct));
        return TypedResults.Ok<IReadOnlyList<Teller>>([.. tellers.Select(teller => new Teller(teller.Name, teller.Skills))]);
    }

    private static async Task<Results<NoContent, Problem>> SetSkillsAsync(
        string site, string teller, SkillsRequest request, UnitOfWork unit, SiteBook sites, CancellationToken ct)
    {
        if (await sites.FindAsync(site, ct) is not { } known)
            return Problem.NotFound("site.unknown", site);
        if (teller.Length > LongestName || teller.Any(char.IsControl))
            return Problem.Invalid("teller.name", LongestName);
        if (request.Skills.FirstOrDefault(skill => skill is null || !known.Rules.Skills.ContainsKey(skill)) is { } unknown)
            return Problem.Invalid("teller.skill", unknown);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into tellers (site, teller, skills) values (@site, @teller, @skills)
                on conflict (site, teller) do update set skills = excluded.skills
            """, new { site, teller, skills = request.Skills.Distinct().ToArray() }, cancellationToken: ct));
        return TypedResults.NoContent();
    }
}
