namespace Wenden.Intake.Materials;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/materials/{material}/reuse</c>: what the person handed in for another item of the case, or for an earlier
/// case and while it is valid (首次申请、连续补贴), is used for this item too. Twice is the same as once.
/// </summary>
internal static class ReuseMaterial
{
    internal sealed record Request
    {
        public required Guid MaterialId { get; init; }
    }

    public static void MapReuseMaterial(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/reuse", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("intake.reuse-material")
            .WithName(nameof(ReuseMaterial))
            .Produces<MaterialFile>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site,
        Guid id,
        string code,
        string material,
        Request request,
        ClaimsPrincipal caller,
        UnitOfWork unit,
        Catalogue.CatalogueSet catalogues,
        TimeProvider clock,
        CancellationToken ct)
    {
        var now = clock.HallNow();
        if (await unit.HoldItemAsync(site, id, code, ct) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (!catalogues.On(Hall.DayOf(item.OpenedAt)).Needs(code, item.Authority).Contains(material))
            return Problem.NotFound("material.not-needed", material);
        if (item.HasEnded)
            return Problem.Conflict("item.ended", code).With("state", item.State);

        var found = await unit.Connection.QuerySingleOrDefaultAsync<MaterialFile>(new CommandDefinition(
            $"""
            select {MaterialTable.File}
              from materials m
              join cases o on o.site = m.site and o.id = m.case_id
             where m.site = @site and m.id = @MaterialId and m.person_id = @PersonId and m.material = @material
               and o.employer_code is not distinct from @EmployerCode
            """, new { site, request.MaterialId, item.PersonId, item.EmployerCode, material }, cancellationToken: ct));
        if (found is null)
            return Problem.NotFound("material.unknown");
        if (found.CaseId != id && !(found.ValidUntil >= Hall.DayOf(now)))
            return Problem.Conflict("material.expired").With("validUntil", found.ValidUntil);

        await unit.OfferAsync(site, id, code, found, caller.AccountName(), now, ct);
        unit.Audit(item.PersonId, Purpose.Case(id));
        return TypedResults.Ok(found);
    }
}
