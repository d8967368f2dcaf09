using Wenden.Intake.Catalogue;
using Wenden.Intake.Materials.Checking;
using Wenden.Intake.Materials.Storing;

namespace Wenden.Intake.Materials;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/materials/{material}</c>: a picture or a PDF for a material of an item, the file itself as the body.
/// The same bytes again are the same material. The file is stored before the row that names it is written, so that no row is ever without its file.
/// </summary>
internal static class HandInMaterial
{
    public static void MapHandInMaterial(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand(requireKey: true)
            .Audited("intake.hand-in-material")
            .Accepts<Stream>("application/octet-stream", "image/*", "application/pdf")
            .WithName(nameof(HandInMaterial))
            .Produces<MaterialFile>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> Handle(
        string site,
        Guid id,
        string code,
        string material,
        ReceivedFile file,
        ClaimsPrincipal caller,
        UnitOfWork unit,
        CatalogueSet catalogues,
        FileChecks checks,
        IObjectStore objects,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (file.Content is null)
            return new Problem(StatusCodes.Status413PayloadTooLarge, "material.too-large", ReceivedFile.MostBytes / 1024 / 1024);
        var (teller, now) = (caller.AccountName(), clock.HallNow());
        if (await unit.HoldItemAsync(site, id, code, ct) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        var catalogue = catalogues.On(Hall.DayOf(item.OpenedAt));
        if (!catalogue.Needs(code, item.Authority).Contains(material))
            return Problem.NotFound("material.not-needed", material);
        if (item.HasEnded)
            return Problem.Conflict("item.ended", code).With("state", item.State);

        var kept = await checks.CheckAsync(file.Content, ct);
        if (kept.Fault is { } fault)
            return Problem.Invalid(fault, kept.Arguments);

        var sha256 = await objects.StoreAsync(kept.Content, ct);
        var handedIn = await KeepAsync(
            unit,
            new
            {
                site, materialId = Guid.CreateVersion7(now), id, item.PersonId, material, sha256, kept.MediaType, bytes = kept.Content.Length, teller, now,
                validUntil = catalogue.Materials[material].ValidUntil(Hall.DayOf(now)),
            },
            ct);
        await unit.OfferAsync(site, id, code, handedIn, teller, now, ct);
        unit.Audit(item.PersonId, Purpose.Case(id));
        return TypedResults.Created($"/sites/{site}/cases/{id}/materials/{handedIn.MaterialId}", handedIn);
    }

    /// <summary>The row of the file; the one that is there already where the case has the same bytes for the material.</summary>
    private static Task<MaterialFile> KeepAsync(UnitOfWork unit, object row, CancellationToken ct) =>
        unit.Connection.QuerySingleAsync<MaterialFile>(new CommandDefinition(
            $"""
            insert into materials as m (site, id, case_id, person_id, material, sha256, media_type, bytes, handed_in_by, handed_in_at, valid_until)
            values (@site, @materialId, @id, @PersonId, @material, @sha256, @MediaType, @bytes, @teller, @now, @validUntil)
                on conflict (site, case_id, material, sha256) do update set sha256 = excluded.sha256
            returning {MaterialTable.File}
            """, row, cancellationToken: ct));
}
