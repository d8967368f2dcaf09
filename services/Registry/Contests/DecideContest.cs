using System.Text.Json;
using Wenden.Registry.Persons;

namespace Wenden.Registry.Contests;

/// <summary>
/// <c>GET /sites/{site}/contested-facts</c>: what waits, the oldest first. <c>POST …/{id}/decide</c>: a reviewer accepts the claim, which then is what the
/// registry holds until a source states something newer, or refuses it; with an answer for the person. Deciding the same twice gives the same answer.
/// </summary>
internal static class DecideContest
{
    private const string Accepted = "accepted", Refused = "refused";
    private const int LongestAnswer = 500;

    internal sealed record Request
    {
        /// <summary><c>accepted</c> or <c>refused</c>.</summary>
        public required string Result { get; init; }

        /// <summary>Why, for the person to read; 1 to 500 characters.</summary>
        public required string Answer { get; init; }
    }

    public static void MapDecideContest(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/contested-facts", ListAsync).RequireRole(Roles.Reviewer).Audited("registry.read-contests").WithName("ReadContests");
        routes.MapPost("/sites/{site}/contested-facts/{id:guid}/decide", HandleAsync)
            .RequireRole(Roles.Reviewer)
            .AsCommand()
            .Audited("registry.decide-contest")
            .WithName(nameof(DecideContest))
            .Produces<ContestedFact>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IReadOnlyList<ContestedFact>> ListAsync(string site, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var waiting = await connection.ContestsAsync("site = @site and result is null", new { site }, ct);
        trail.Add(waiting.Select(contest => contest.PersonId).Distinct());
        return waiting;
    }

    private static async Task<IResult> HandleAsync(
        string site, Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var answer = request.Answer.Trim();
        if (request.Result is not (Accepted or Refused))
            return Problem.Invalid("contest.result");
        if (answer.Length is 0 or > LongestAnswer)
            return Problem.Invalid("contest.answer", LongestAnswer);
        if (await unit.Connection.FindContestAsync("site = @site and id = @id", new { site, id }, ct) is not { } contest)
            return Problem.NotFound("contest.unknown");

        var (who, now) = (caller.AccountName(), clock.HallNow());
        unit.Audit(contest.PersonId);
        if (contest.AskedBy == who)
            return Problem.Forbidden("contest.second-person");
        var decided = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update contested_facts set result = @Result, answer = @answer, decided_by = @who, decided_at = @now
             where site = @site and id = @id and result is null
            """, new { site, id, request.Result, answer, who, now }, cancellationToken: ct));
        if (decided == 1 && request.Result == Accepted)
            await StateAsync(unit, contest, Hall.DayOf(now), ct);

        var found = (await unit.Connection.FindContestAsync("site = @site and id = @id", new { site, id }, ct))!;
        return found.Result == request.Result ? TypedResults.Ok(found) : Problem.Conflict("contest.decided").With("result", found.Result);
    }

    /// <summary>As a source of its own for each day, so that an older correction is not made fresh by a newer one.</summary>
    private static async Task StateAsync(UnitOfWork unit, ContestedFact contest, DateOnly today, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into statements as old (person_id, source, as_of, facts, corrects)
            values (@PersonId, @source, @today, @facts::jsonb, true)
                on conflict (person_id, source) do update set facts = old.facts || excluded.facts
            """,
            new
            {
                contest.PersonId, today, source = $"异议核实 {today:yyyy-MM-dd}",
                facts = JsonSerializer.Serialize(new Dictionary<string, JsonElement> { [contest.Fact] = contest.Claimed }),
            },
            cancellationToken: ct));
        await unit.TellChangedAsync(contest.PersonId, ct);
    }
}
