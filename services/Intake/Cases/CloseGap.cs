namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/gaps/{material}/close</c>: what the item was accepted without has been seen. A file handed in for the
/// material closes its gap by itself. Closing twice gives the same answer.
/// </summary>
internal static class CloseGap
{
    public static void MapCloseGap(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/gaps/{material}/close", HandleAsync)
            .RequireRole(Roles.Teller, Roles.Reviewer)
            .AsCommand()
            .Audited("intake.close-gap")
            .WithName(nameof(CloseGap))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        string site, Guid id, string code, string material, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        return await unit.CloseGapAsync(site, id, code, material, caller.AccountName(), clock.HallNow(), ct)
            ? TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct))
            : Problem.NotFound("gap.unknown", material);
    }
}
