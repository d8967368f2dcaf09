using Microsoft.Net.Http.Headers;
using Wenden.Forms.Archiving;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Storage;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Reading;

/// <summary>
/// <c>GET /sites/{site}/forms/{id}/pdf</c>: the archived file, the signed one once there is one, checked against its hash.
/// <c>GET /forms/{id}/pdf</c>: the same for the citizen whose form it is.
/// <c>GET /sites/{site}/forms/{id}/preview.png?page=1&amp;sha256=…</c>: a page as a grey picture, drawn from the frozen values; with a hash only while the unsigned
/// file still has it, so that nobody is shown one drawing and signs another.
/// </summary>
internal static class ReadFormFile
{
    public static void MapReadFormFile(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/forms/{id:guid}/pdf", Pdf).RequireRole(ReadForm.Readers).Audited("forms.read-pdf")
            .WithName("ReadFormPdf").Produces(StatusCodes.Status200OK, contentType: "application/pdf").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/forms/{id:guid}/pdf", OwnPdf).RequireRole(Roles.Citizen).Audited("forms.read-own-pdf")
            .WithName("ReadOwnFormPdf").Produces(StatusCodes.Status200OK, contentType: "application/pdf").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/sites/{site}/forms/{id:guid}/preview.png", Preview).RequireRole(ReadForm.Readers).Audited("forms.read-preview")
            .WithName("ReadFormPreview").Produces(StatusCodes.Status200OK, contentType: "image/png").ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> Pdf(
        string site, Guid id, NpgsqlDataSource database, AuditTrail trail, FileArchive archive, ILogger<FileArchive> logger, CancellationToken ct)
    {
        return await ReadForm.FindAsync(database, trail, site, id, ct) is { } form ? await GiveOutAsync(form, archive, logger, ct) : Problem.NotFound("form.unknown");
    }

    private static async Task<IResult> OwnPdf(
        Guid id, ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, FileArchive archive, ILogger<FileArchive> logger, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var form = await connection.QuerySingleOrDefaultAsync<StoredForm>(new CommandDefinition(
            "select * from forms where id = @id and person_id = @person and (state = 'signed' or not needs_signature)",
            new { id, person = caller.PersonId() }, cancellationToken: ct));
        if (form is null)
            return Problem.NotFound("form.unknown");
        trail.Add(form.PersonId, Purpose.Case(form.CaseId));
        return await GiveOutAsync(form, archive, logger, ct);
    }

    private static async Task<IResult> GiveOutAsync(StoredForm form, FileArchive archive, ILogger<FileArchive> logger, CancellationToken ct)
    {
        var sha256 = form.SignedSha256 ?? form.Sha256;
        try
        {
            var content = await archive.ReadAsync(sha256, ".pdf", ct);
            return TypedResults.File(
                content, "application/pdf", $"{form.Template}-{form.Id}.pdf", entityTag: new EntityTagHeaderValue($"\"{sha256}\""));
        }
        catch (ArchiveDamagedException damaged)
        {
            logger.LogError(damaged, "Form {FormId} of {Site} cannot be given out", form.Id, form.Site);
            return new Problem(StatusCodes.Status500InternalServerError, "archive.damaged");
        }
    }

    private static async Task<IResult> Preview(
        string site,
        Guid id,
        NpgsqlDataSource database,
        AuditTrail trail,
        TemplateSet templates,
        FormDrawing drawing,
        FileArchive archive,
        CancellationToken ct,
        int page = 1,
        string? sha256 = null)
    {
        if (await ReadForm.FindAsync(database, trail, site, id, ct) is not { } form)
            return Problem.NotFound("form.unknown");
        if (sha256 is not null && sha256 != form.Sha256)
            return Problem.Conflict("form.changed");
        if (form.Refill(templates) is not { } filled)
            return Problem.Conflict("template.changed", form.Template);

        if (form is { SignatureSha256: { } signature, SignedAt: { } signedAt })
            filled = filled with { Signature = new Signature(await archive.ReadAsync(signature, ".png", ct), Hall.DayOf(signedAt)) };
        return drawing.Preview(filled, page) is { } png ? TypedResults.File(png, "image/png") : Problem.NotFound("form.no-page", page);
    }
}
