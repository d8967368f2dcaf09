using Microsoft.AspNetCore.Mvc;
using Wenden.Contracts.Forms;
using Wenden.Forms.Archiving;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Storage;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Signing;

/// <summary>
/// <c>POST /sites/{site}/cases/{caseId}/signature</c>: puts the visitor's signature into every form of the case that wants one. The same signature
/// again gives the same answer; another one is 409.
/// </summary>
internal static class SignCase
{
    // Base64 of the largest picture and some room.
    private const long MostBody = SignatureImage.MostBytes * 4L / 3 + 4_096;

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
        TemplateSet templates,
        FormDrawing drawing,
        FileArchive archive,
        TimeProvider clock,
        CancellationToken ct)
    {
        if (SignatureImage.Fault(request.Signature) is { } fault)
            return Problem.Invalid(fault);

        // Whoever signs at the same moment on another replica waits here and then finds the forms signed.
        var forms = (await unit.Connection.QueryAsync<StoredForm>(new CommandDefinition(
            """
            select *
              from forms f
             where site = @site and case_id = @caseId and not (state = 'rendered' and exists (select 1 from withdrawn_forms w where w.site = f.site and w.id = f.id))
             order by id
               for update
            """,
            new { site, caseId }, cancellationToken: ct))).AsList();
        if (forms.Count == 0)
            return Problem.NotFound("case.unknown");
        unit.Audit(forms.Select(form => form.PersonId), Purpose.Case(caseId));
        var wanting = forms.Where(form => form.NeedsSignature).ToArray();
        if (wanting.Length == 0)
            return Problem.Conflict("case.nothing-to-sign");

        var signature = await archive.KeepAsync(request.Signature, ".png", ct);
        var unsigned = wanting.Where(form => form.State == "rendered").ToArray();
        if (unsigned.Length == 0)
        {
            // What was wanted after an earlier signature has one of its own.
            return wanting.MaxBy(form => form.SignedAt)!.SignatureSha256 == signature
                ? TypedResults.Ok(SignedCase.Of(caseId, wanting))
                : Problem.Conflict("signature.other");
        }

        // PostgreSQL keeps microseconds: the first answer must read like the repeated one.
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        var signed = new List<StoredForm>(wanting.Except(unsigned));
        foreach (var form in unsigned)
        {
            if (form.Refill(templates) is not { } filled)
                return Problem.Conflict("template.changed", form.Template);
            var drawn = drawing.Pdf(filled with { Signature = new Signature(request.Signature, Hall.DayOf(now)) });
            signed.Add(form with
            {
                State = "signed",
                SignedSha256 = await archive.KeepAsync(drawn.Pdf, ".pdf", ct),
                SignatureSha256 = signature,
                SignedBy = caller.AccountName(),
                SignedAt = now,
            });
            await StoreAsync(signed[^1], unit, ct);
        }

        var answer = SignedCase.Of(caseId, signed);
        unit.Publish(new FormsSigned { Site = site, CaseId = caseId, SignedAt = answer.SignedAt, Forms = answer.Forms });
        return TypedResults.Ok(answer);
    }

    private static async Task StoreAsync(StoredForm signed, UnitOfWork unit, CancellationToken ct) =>
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update forms
               set state = 'signed', signed_sha256 = @SignedSha256, signature_sha256 = @SignatureSha256, signed_by = @SignedBy, signed_at = @SignedAt
             where site = @Site and id = @Id and state = 'rendered'
            """, signed, cancellationToken: ct));
}

/// <summary>What the visitor wrote on the pad.</summary>
internal sealed record SignatureRequest
{
    /// <summary>A PNG in base64: at most 300,000 bytes, 16 to 3,000 pixels a side.</summary>
    public required byte[] Signature { get; init; }
}

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
