namespace Wenden.Intake.Materials;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/materials/{material}/withdraw</c>: the item does not use a file any more, such as the picture of a wrong
/// page, until the case is accepted. The file stays, and is not offered again unless another item uses it. Twice is the same as once.
/// </summary>
internal static class WithdrawMaterial
{
    internal sealed record Request
    {
        public required Guid MaterialId { get; init; }
    }

    public static void MapWithdrawMaterial(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/withdraw", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("intake.withdraw-material")
            .WithName(nameof(WithdrawMaterial))
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site, Guid id, string code, string material, Request request, ClaimsPrincipal caller, UnitOfWork unit, Catalogue.CatalogueSet catalogues, TimeProvider clock,
        CancellationToken ct)
    {
        if (await unit.HoldItemAsync(site, id, code, ct) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (item.AcceptedAt is not null || item.HasEnded)
            return Problem.Conflict("material.accepted").With("state", item.State);

        // Who acts for an employer is authorised once for the case, whichever item the paper was handed in for.
        var isAuthorisation = item.Authority is not null && material == catalogues.On(Hall.DayOf(item.OpenedAt)).Authorisation;
        var withdrawn = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_materials u
               set withdrawn_by = coalesce(withdrawn_by, @teller), withdrawn_at = coalesce(withdrawn_at, @now)
              from materials m
             where u.site = @site and u.case_id = @id and (u.item = @code or @isAuthorisation) and u.material_id = @MaterialId
               and m.site = u.site and m.id = u.material_id and m.material = @material
            """, new { site, id, code, material, isAuthorisation, request.MaterialId, teller = caller.AccountName(), now = clock.HallNow() }, cancellationToken: ct));
        if (withdrawn == 0)
            return Problem.NotFound("material.unknown");
        unit.Audit(item.PersonId, Purpose.Case(id));
        return TypedResults.NoContent();
    }
}
