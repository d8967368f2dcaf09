namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/complete</c>: the teller who opened the case has done an instant item. Completing it twice gives the
/// same answer. An item that another service follows up is completed by that service's event.
/// </summary>
internal static class CompleteItem
{
    public static void MapCompleteItem(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/complete", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("intake.complete-item")
            .WithName(nameof(CompleteItem))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site, Guid id, string code, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var teller = caller.AccountName();
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.OpenedBy != teller)
            return Problem.Forbidden("case.not-yours", before.OpenedBy);
        if (before.Items.FirstOrDefault(other => other.Code == code) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (!item.Instant || item.FollowUp != "none")
            return Problem.Conflict("item.not-at-window", code).With("state", item.State);

        await unit.MoveAsync(
            new ItemMove
            {
                Site = site,
                CaseId = id,
                Codes = [code],
                From = [ItemState.Accepted],
                To = ItemState.Completed,
                Who = teller,
                Why = "done-at-window",
                At = clock.GetUtcNow(),
            },
            ct);
        var after = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        var now = after.Items.Single(other => other.Code == code);
        return now.State == ItemState.Completed ? TypedResults.Ok(after) : now.RefuseEnd(after);
    }
}
