namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/decide</c>: a reviewer ends an item that takes days and that no other service follows up. Deciding the
/// same twice gives the same answer.
/// </summary>
internal static class DecideItem
{
    private const int LongestReason = 500;

    internal sealed record Request
    {
        /// <summary><c>completed</c> or <c>rejected</c>.</summary>
        public required string Result { get; init; }

        /// <summary>Up to 500 characters, for the visitor to read; must be there where it is rejected.</summary>
        public string? Reason { get; init; }
    }

    public static void MapDecideItem(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/decide", HandleAsync)
            .RequireRole(Roles.Reviewer)
            .AsCommand()
            .Audited("intake.decide-item")
            .WithName(nameof(DecideItem))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> HandleAsync(
        string site, Guid id, string code, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var reason = request.Reason?.Trim() ?? "";
        if (request.Result is not (ItemState.Completed or ItemState.Rejected))
            return Problem.Invalid("item.result");
        if (reason.Length > LongestReason || (reason.Length == 0 && request.Result == ItemState.Rejected))
            return Problem.Invalid("item.reason", LongestReason);
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.Items.FirstOrDefault(other => other.Code == code) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (item.Instant || item.FollowUp != "none")
            return Problem.Conflict("item.not-reviewed", code).With("state", item.State);

        var now = clock.GetUtcNow();
        // Whoever does not add what was asked for can be rejected, and not be completed.
        string[] from = request.Result == ItemState.Rejected ? [ItemState.Accepted, ItemState.AwaitingSupplement] : [ItemState.Accepted];
        var moved = await unit.MoveAsync(
            new ItemMove { Site = site, CaseId = id, Codes = [code], From = from, To = request.Result, Who = caller.AccountName(), Why = "decided", At = now }, ct);
        if (moved.Count > 0)
        {
            await unit.Connection.ExecuteAsync(new CommandDefinition(
                "update case_items set reasons = @reasons, decided_at = @now where site = @site and case_id = @id and code = @code",
                new { site, id, code, now, reasons = reason.Length > 0 ? new[] { reason } : [] }, cancellationToken: ct));
        }

        var after = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        var ended = after.Items.Single(other => other.Code == code);
        return ended.State == request.Result ? TypedResults.Ok(after) : ended.RefuseEnd(after);
    }
}
