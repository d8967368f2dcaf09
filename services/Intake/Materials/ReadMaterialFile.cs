using Microsoft.Net.Http.Headers;
using Wenden.Intake.Materials.Storing;

namespace Wenden.Intake.Materials;

/// <summary>
/// <c>GET /sites/{site}/cases/{id}/materials/{materialId}</c>: the file, for work on the case. It is one that the case uses, or that its person has handed
/// in and that the case could use.
/// </summary>
internal static class ReadMaterialFile
{
    public static void MapReadMaterialFile(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/cases/{id:guid}/materials/{materialId:guid}", Handle)
            .RequireRole(Roles.Teller, Roles.Reviewer, Roles.Approver)
            .Audited("intake.read-material")
            .WithName(nameof(ReadMaterialFile))
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string site,
        Guid id,
        Guid materialId,
        NpgsqlDataSource database,
        AuditTrail trail,
        IObjectStore objects,
        TimeProvider clock,
        ILogger<IObjectStore> logger,
        HttpContext http,
        CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            select m.person_id, m.sha256, m.media_type, m.material
              from materials m
              join cases c on c.site = m.site and c.id = @id and c.person_id = m.person_id
             where m.site = @site and m.id = @materialId
               and (m.case_id = @id or m.valid_until >= @today
                    or exists (select 1 from case_materials u where u.site = m.site and u.case_id = @id and u.material_id = m.id))
            """, new { site, id, materialId, today = clock.HallDay() }, cancellationToken: ct));
        if (found is null)
            return Problem.NotFound("material.unknown");

        trail.Add(found.PersonId, Purpose.Case(id));
        try
        {
            var content = await objects.ReadAsync(found.Sha256, ct);
            // Shown in the page's own window; kept by no cache, so that every look is in the trail.
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.ContentDisposition =
                new ContentDispositionHeaderValue("inline") { FileName = $"{found.Material}-{materialId}.{found.MediaType.Split('/')[1]}" }.ToString();
            return TypedResults.Bytes(content, found.MediaType);
        }
        catch (ObjectDamagedException damaged)
        {
            logger.LogError(damaged, "Material {Material} cannot be read", materialId);
            return new Problem(StatusCodes.Status500InternalServerError, "material.damaged");
        }
    }

    private sealed record Row
    {
        public required Guid PersonId { get; init; }

        public required string Sha256 { get; init; }

        public required string MediaType { get; init; }

        public required string Material { get; init; }
    }
}
