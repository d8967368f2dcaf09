using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Wenden.Contracts.Forms;
using Wenden.Forms.Archiving;
using Wenden.Forms.Rendering;
using Wenden.Forms.Storage;

namespace Wenden.Forms.Signing;

/// <summary>
/// <c>POST /sites/{site}/cases/{caseId}/signature</c>: puts the visitor's signature into every form of the case that wants one, and the site's seal on it.
/// It covers the drawings whose hashes the request names, which are those the visitor has seen: where the sources say something else by now, they are drawn
/// anew and 409 tells what changed. The same signature again gives the same answer; another one is 409.
/// </summary>
internal static class SignCase
{
    // A picture in base64, or some 50 bytes for each point of the pen.
    private const long MostBody = PenTrace.MostPoints * 64L;

    public static void MapSignCase(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{caseId:guid}/signature", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("forms.sign-case")
            .WithMetadata(new RequestSizeLimitAttribute(MostBody))
            .WithName(nameof(SignCase))
            .Produces<SignedCase>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site,
        Guid caseId,
        SignatureRequest request,
        ClaimsPrincipal caller,
        UnitOfWork unit,
        RenewForms renewal,
        SignForms signing,
        FileArchive archive,
        CancellationToken ct)
    {
        if (request.Fault() is { } fault)
            return Problem.Invalid(fault);
        var seen = await FormsAsync(unit, site, caseId, "", ct);
        if (seen.Count == 0)
            return Problem.NotFound("case.unknown");
        if (!await renewal.AreCurrentAsync(seen, ct))
            return await ChangedAsync(unit, request, await FormsAsync(unit, site, caseId, "", ct), ct);

        // Whoever signs at the same moment on another replica waits here and then finds the forms signed.
        var forms = await FormsAsync(unit, site, caseId, "for update", ct);
        unit.Audit(forms.Select(form => form.PersonId), Purpose.Case(caseId));
        var wanting = forms.Where(form => form.NeedsSignature).ToArray();
        if (wanting.Length == 0)
            return Problem.Conflict("case.nothing-to-sign");
        if (!request.Shows(wanting))
            return await ChangedAsync(unit, request, wanting, ct);

        var picture = request.Picture();
        var signature = await archive.KeepAsync(picture, ".png", ct);
        var unsigned = wanting.Where(form => form.State == "rendered").ToArray();
        if (unsigned.Length == 0)
        {
            // What was wanted after an earlier signature has one of its own.
            return wanting.MaxBy(form => form.SignedAt)!.SignatureSha256 == signature
                ? TypedResults.Ok(SignedCase.Of(caseId, wanting))
                : Problem.Conflict("signature.other");
        }

        var pen = request.Pen is { } trace ? await archive.KeepAsync(JsonSerializer.SerializeToUtf8Bytes(trace, HallJson.Options), ".json", ct) : null;
        var (signed, refusal) = await signing.SignAsync(unit, unsigned, new GivenSignature(picture, signature, pen, caller.AccountName()), ct);
        if (refusal is not null)
            return refusal;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "delete from signings where site = @site and case_id = @caseId", new { site, caseId }, cancellationToken: ct));
        var answer = SignedCase.Of(caseId, [.. wanting.Except(unsigned), .. signed]);
        unit.Publish(new FormsSigned { Site = site, CaseId = caseId, SignedAt = answer.SignedAt, Forms = answer.Forms });
        return TypedResults.Ok(answer);
    }

    private static async Task<IReadOnlyList<StoredForm>> FormsAsync(UnitOfWork unit, string site, Guid caseId, string locking, CancellationToken ct) =>
        (await unit.Connection.QueryAsync<StoredForm>(new CommandDefinition(
            $"""
             select *
               from forms f
              where site = @site and case_id = @caseId and not (state = 'rendered' and exists (select 1 from withdrawn_forms w where w.site = f.site and w.id = f.id))
              order by id
             {locking}
             """, new { site, caseId }, cancellationToken: ct))).AsList();

    // From what the request was shown to what there is now; nothing of a drawing that never was.
    private static async Task<Problem> ChangedAsync(UnitOfWork unit, SignatureRequest request, IReadOnlyList<StoredForm> forms, CancellationToken ct)
    {
        var changes = new List<FieldChange>();
        foreach (var form in forms.Where(form => form.NeedsSignature))
        {
            if (request.Forms.FirstOrDefault(shown => shown.FormId == form.Id) is not { } shown || shown.Sha256 == form.Sha256)
                continue;
            var before = await unit.Connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
                "select fields from voided_renderings where site = @Site and form_id = @Id and sha256 = @shown",
                new { form.Site, form.Id, shown = shown.Sha256 }, cancellationToken: ct));
            if (before is not null)
                changes.AddRange(FieldChange.Between(form.Id, form.Template, StoredForm.Read(before), form.Values()));
        }

        return Problem.Conflict("form.changed").With("changes", changes);
    }
}

/// <summary>What the visitor wrote, and what they had before them.</summary>
internal sealed record SignatureRequest
{
    /// <summary>A PNG in base64: at most 300,000 bytes, 16 to 3,000 pixels a side. From pads that give nothing else.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>The strokes. Either these or the picture.</summary>
    public PenTrace? Pen { get; init; }

    /// <summary>
    /// Every form of the case that wants a signature, with the hash of the drawing that was shown; those that have one already may be among them.
    /// </summary>
    public required IReadOnlyList<ShownForm> Forms { get; init; }

    /// <summary>Why it cannot be a signature, as a problem code; nothing when it can.</summary>
    public string? Fault() => (Signature, Pen) switch
    {
        ({ } png, null) => SignatureImage.Fault(png),
        (null, { } pen) => pen.Fault(),
        _ => "signature.one-kind",
    };

    /// <summary>The signature as a PNG.</summary>
    public byte[] Picture() => Signature ?? Pen!.Draw();

    /// <summary>Whether what was shown are drawings of these forms as they are, with all that are not signed yet among them.</summary>
    public bool Shows(IReadOnlyList<StoredForm> forms) =>
        Forms.Count > 0 && Forms.Distinct().Count() == Forms.Count && Forms.All(shown => forms.Any(form => shown == new ShownForm(form.Id, form.Sha256)))
        && forms.All(form => form.State == "signed" || Forms.Any(shown => shown.FormId == form.Id));
}

/// <summary>A drawing that the visitor was shown.</summary>
/// <param name="FormId">The form.</param>
/// <param name="Sha256">SHA-256 of the unsigned PDF.</param>
internal sealed record ShownForm(Guid FormId, string Sha256);

/// <summary>The signed forms of a case.</summary>
internal sealed record SignedCase(Guid CaseId, DateTimeOffset SignedAt, IReadOnlyList<SignedForm> Forms)
{
    public static SignedCase Of(Guid caseId, IEnumerable<StoredForm> forms)
    {
        var ordered = forms.OrderBy(form => form.Id.ToString(), StringComparer.Ordinal).ToArray();
        return new SignedCase(
            caseId,
            ordered.Max(form => form.SignedAt!.Value),
            [.. ordered.Select(form => new SignedForm { FormId = form.Id, Sha256 = form.SignedSha256! })]);
    }
}
