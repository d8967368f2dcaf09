namespace Wenden.Intake.Cases;

/// <summary>
/// A decided item is opened again by a correction (更正) alone, to which two people agree: <c>POST /sites/{site}/cases/{id}/items/{code}/corrections</c>
/// says why, <c>POST /sites/{site}/corrections/{correctionId}/decide</c> by somebody else approves or declines. <c>GET /sites/{site}/corrections</c> lists
/// those that wait, and what was decided in the last 30 days. What another service has decided is corrected there.
/// </summary>
internal static class CorrectItem
{
    private const string Approved = "approved", Declined = "declined";
    private const int LongestReason = 500;

    // Days for which what was decided is listed.
    private const int Lately = 30;

    private static readonly string[] _roles = [Roles.Reviewer, Roles.Approver];

    internal sealed record Request
    {
        /// <summary>1 to 500 characters.</summary>
        public required string Reason { get; init; }
    }

    internal sealed record Decision
    {
        /// <summary><c>approved</c> or <c>declined</c>.</summary>
        public required string Result { get; init; }
    }

    /// <param name="Open">Corrections that wait for a second person.</param>
    /// <param name="Decided">What could be corrected, the last first.</param>
    internal sealed record Corrections(IReadOnlyList<OpenCorrection> Open, IReadOnlyList<DecidedItem> Decided);

    internal sealed record DecidedItem
    {
        public required Guid CaseId { get; init; }

        public required string TicketNumber { get; init; }

        /// <summary>Code of the item.</summary>
        public required string Item { get; init; }

        public required string Name { get; init; }

        /// <summary><c>completed</c> or <c>rejected</c>.</summary>
        public required string State { get; init; }

        public required DateTimeOffset DecidedAt { get; init; }
    }

    internal sealed record OpenCorrection
    {
        public required Guid Id { get; init; }

        public required Guid CaseId { get; init; }

        public required string TicketNumber { get; init; }

        /// <summary>Code of the item.</summary>
        public required string Item { get; init; }

        public required string Name { get; init; }

        public required string Reason { get; init; }

        public required string AskedBy { get; init; }

        public required DateTimeOffset AskedAt { get; init; }

        /// <summary><c>completed</c> or <c>rejected</c>.</summary>
        public required string PriorState { get; init; }
    }

    public static void MapCorrectItem(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/corrections", AskAsync)
            .RequireRole(_roles)
            .AsCommand(requireKey: true)
            .Audited("intake.ask-correction")
            .WithName("AskCorrection")
            .Produces<CaseView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/sites/{site}/corrections/{correctionId:guid}/decide", DecideAsync)
            .RequireRole(_roles)
            .AsCommand()
            .Audited("intake.decide-correction")
            .WithName("DecideCorrection")
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet("/sites/{site}/corrections", ListAsync).RequireRole(_roles).WithName("ReadCorrections");
    }

    private static async Task<IResult> AskAsync(
        string site, Guid id, string code, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var reason = request.Reason.Trim();
        if (reason.Length is 0 or > LongestReason)
            return Problem.Invalid("correction.reason", LongestReason);
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.Items.FirstOrDefault(other => other.Code == code) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (item.FollowUp != "none")
            return Problem.Conflict("correction.elsewhere", code).With("followUp", item.FollowUp);
        if (item.State is not (ItemState.Completed or ItemState.Rejected))
            return Problem.Conflict("correction.not-decided", code).With("state", item.State);
        if (before.Corrections.FirstOrDefault(other => other.Item == code && other.Result is null) is { } open)
            return Problem.Conflict("correction.open", code).With("correctionId", open.Id);

        await unit.AskCorrectionAsync(before, item, reason, caller.AccountName(), clock.HallNow(), ct);
        return TypedResults.Created($"/sites/{site}/cases/{id}", await unit.Connection.ReadCaseAsync(site, id, ct));
    }

    /// <summary>Has a decided item wait for a second person. Wants the case locked, and no open correction of the item.</summary>
    public static Task AskCorrectionAsync(
        this UnitOfWork unit, CaseView of, CaseItem item, string reason, string who, DateTimeOffset now, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_corrections (site, id, case_id, item, reason, asked_by, asked_at, prior_state, prior_reasons)
            values (@Site, @correctionId, @CaseId, @Code, @reason, @who, @now, @State, @Reasons)
            """,
            new { of.Site, correctionId = Guid.CreateVersion7(now), of.CaseId, item.Code, reason, who, now, item.State, item.Reasons }, cancellationToken: ct));

    private static async Task<IResult> DecideAsync(
        string site, Guid correctionId, Decision decision, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (decision.Result is not (Approved or Declined))
            return Problem.Invalid("correction.result");
        var caseId = await unit.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select case_id from case_corrections where site = @site and id = @correctionId", new { site, correctionId }, cancellationToken: ct));
        if (caseId is not { } id || !await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("correction.unknown");

        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        var correction = before.Corrections.Single(other => other.Id == correctionId);
        var (who, now) = (caller.AccountName(), clock.HallNow());
        if (correction.AskedBy == who)
            return Problem.Forbidden("correction.second-person");
        if (correction.Result is { } result)
        {
            return result == decision.Result ? TypedResults.Ok(before) : Problem.Conflict("correction.decided").With("result", result);
        }

        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update case_corrections set result = @Result, decided_by = @who, decided_at = @now where site = @site and id = @correctionId",
            new { site, correctionId, decision.Result, who, now }, cancellationToken: ct));
        if (decision.Result == Approved)
            await ReopenAsync(unit, before, before.Items.Single(item => item.Code == correction.Item), who, now, ct);
        return TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct));
    }

    /// <summary>The item stands as on the day it was accepted, and is promised as many days again.</summary>
    private static async Task ReopenAsync(UnitOfWork unit, CaseView of, CaseItem item, string who, DateTimeOffset now, CancellationToken ct)
    {
        await unit.MoveAsync(
            new ItemMove
            {
                Site = of.Site, CaseId = of.CaseId, Codes = [item.Code], From = [ItemState.Completed, ItemState.Rejected], To = ItemState.Accepted, Who = who,
                Why = "corrected", At = now,
            },
            ct);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_items
               set reasons = '{}', decided_at = null, due_on = @dueOn
             where site = @Site and case_id = @CaseId and code = @Code
            """,
            new { of.Site, of.CaseId, item.Code, dueOn = WorkingDays.After(Hall.DayOf(now), item.PromisedDays) }, cancellationToken: ct));
    }

    private static async Task<Corrections> ListAsync(string site, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select k.id, k.case_id, c.ticket_number, k.item, i.name, k.reason, k.asked_by, k.asked_at, k.prior_state
              from case_corrections k
              join cases c on c.site = k.site and c.id = k.case_id
              join case_items i on i.site = k.site and i.case_id = k.case_id and i.code = k.item
             where k.site = @site and k.result is null
             order by k.asked_at, k.id
             limit 200;
            select i.case_id, c.ticket_number, i.code as item, i.name, i.state, i.changed_at as decided_at
              from case_items i
              join cases c on c.site = i.site and c.id = i.case_id
             where i.site = @site and i.state in ('completed', 'rejected') and i.follow_up = 'none' and i.changed_at >= @since
               and not exists (
                   select 1 from case_corrections k where k.site = i.site and k.case_id = i.case_id and k.item = i.code and k.result is null)
             order by i.changed_at desc
             limit 50;
            """, new { site, since = clock.GetUtcNow().AddDays(-Lately) }, cancellationToken: ct));
        return new Corrections((await both.ReadAsync<OpenCorrection>()).AsList(), (await both.ReadAsync<DecidedItem>()).AsList());
    }
}
