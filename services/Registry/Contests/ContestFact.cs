using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Registry;
using Wenden.Registry.Persons;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Contests;

/// <summary>
/// <c>POST /sites/{site}/persons/{id}/facts/{fact}/contest</c>: the person at the window says that a value is wrong, and which is right (异议). The same again
/// gives the same answer; another claim has to wait until the first is decided.
/// </summary>
internal static class ContestFact
{
    private const int LongestReason = 500;

    internal sealed record Request
    {
        /// <summary>The right value, of the fact's type.</summary>
        public required JsonElement Claimed { get; init; }

        /// <summary>How it is known, 1 to 500 characters.</summary>
        public required string Reason { get; init; }
    }

    public static void MapContestFact(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/persons/{id:guid}/facts/{fact}/contest", HandleAsync)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("registry.contest-fact")
            .WithName(nameof(ContestFact))
            .Produces<ContestedFact>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        string site, Guid id, string fact, Request request, ClaimsPrincipal caller, UnitOfWork unit, FactList facts, SiteList sites, TimeProvider clock,
        CancellationToken ct)
    {
        var reason = request.Reason.Trim();
        if (reason.Length is 0 or > LongestReason)
            return Problem.Invalid("contest.reason", LongestReason);
        if (facts.Find(fact) is not { } known)
            return Problem.NotFound("fact.unknown", fact);
        var now = clock.HallNow();
        if (!known.CanBeCorrected)
            return Problem.Conflict("contest.by-source", known.Zh);
        if (FactValue.Check(known, request.Claimed, Hall.DayOf(now)) is not null)
            return Problem.Invalid("fact.value", fact);

        // Whoever contests the same at the same moment waits here.
        var version = await unit.Connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select version from persons where person_id = @id for update", new { id }, cancellationToken: ct));
        if (version is null || !await unit.Connection.CanSeeAsync(id, caller, sites, ct))
            return Problem.NotFound("person.unknown");
        unit.Audit(id);
        if (await unit.Connection.FindContestAsync("person_id = @id and fact = @fact and result is null", new { id, fact }, ct) is { } open)
        {
            if (!JsonElement.DeepEquals(open.Claimed, request.Claimed) || open.Site != site)
                return Problem.Conflict("contest.open", known.Zh).With("askedAt", open.AskedAt);
            return Created(open);
        }

        var stated = (await unit.Connection.ReadFileAsync(id, sites, ct))!.Facts.GetValueOrDefault(fact);
        if (stated is not null && JsonElement.DeepEquals(stated.Value, request.Claimed))
            return Problem.Conflict("contest.same", known.Zh);
        return Created(await StoreAsync(unit, site, id, fact, stated, request.Claimed, reason, caller.AccountName(), now, ct));
    }

    private static async Task<ContestedFact> StoreAsync(
        UnitOfWork unit, string site, Guid person, string fact, Fact? stated, JsonElement claimed, string reason, string who, DateTimeOffset now, CancellationToken ct)
    {
        var contestId = Guid.CreateVersion7(now);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into contested_facts (site, id, person_id, fact, stated, source, claimed, reason, asked_by, asked_at)
            values (@site, @contestId, @person, @fact, @stated::jsonb, @Source, @claimed::jsonb, @reason, @who, @now)
            """,
            new { site, contestId, person, fact, stated = stated?.Value, stated?.Source, claimed, reason, who, now },
            cancellationToken: ct));
        return (await unit.Connection.FindContestAsync("site = @site and id = @contestId", new { site, contestId }, ct))!;
    }

    private static Created<ContestedFact> Created(ContestedFact contest) => TypedResults.Created($"/sites/{contest.Site}/contested-facts/{contest.Id}", contest);
}
