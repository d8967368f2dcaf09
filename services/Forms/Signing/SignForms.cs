using Wenden.Forms.Archiving;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Sealing;
using Wenden.Forms.Storage;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Signing;

/// <summary>A signature that is good for its forms.</summary>
/// <param name="Picture">As a PNG.</param>
/// <param name="Sha256">Of the picture, under which it is archived.</param>
/// <param name="PenSha256">Of the strokes, likewise.</param>
/// <param name="Teller">In whose presence it was given.</param>
internal sealed record GivenSignature(byte[] Picture, string Sha256, string? PenSha256, string Teller);

/// <summary>Draws forms with their signature, seals them, and keeps the sealed files.</summary>
internal sealed class SignForms(TemplateSet templates, FormDrawing drawing, FileArchive archive, SealBook seals, TimeProvider clock, ILogger<SignForms> logger)
{
    /// <summary>The forms as they are stored from now on, or why they cannot be signed.</summary>
    public async Task<(IReadOnlyList<StoredForm> Signed, Problem? Refusal)> SignAsync(
        UnitOfWork unit, IReadOnlyList<StoredForm> forms, GivenSignature given, CancellationToken ct)
    {
        // PostgreSQL keeps microseconds: the first answer must read like the repeated one.
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        if (SealOf(forms[0]) is not { } seal)
            return ([], new Problem(StatusCodes.Status503ServiceUnavailable, "seal.missing"));
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "insert into seals (thumbprint, site, certificate) values (@Thumbprint, @Site, @RawData) on conflict do nothing",
            new { seal.Certificate.Thumbprint, forms[0].Site, seal.Certificate.RawData }, cancellationToken: ct));

        var signed = new List<StoredForm>();
        foreach (var form in forms)
        {
            if (form.Refill(templates) is not { } filled)
                return ([], Problem.Conflict("template.changed", form.Template));
            var drawn = drawing.Pdf(filled with { Signature = new Signature(given.Picture, Hall.DayOf(now)) });
            // What was signed is what was shown: the reason says by which hash.
            var whole = PdfSeal.Put(drawn.Pdf, seal, $"本人签署，所示表单 SHA-256 {form.Sha256}", form.SiteName ?? form.Site, now.ToOffset(Hall.Offset));
            signed.Add(form with
            {
                State = "signed",
                SignedSha256 = await archive.KeepAsync(whole, ".pdf", ct),
                SignatureSha256 = given.Sha256,
                PenSha256 = given.PenSha256,
                Seal = seal.Certificate.Thumbprint,
                SignedBy = given.Teller,
                SignedAt = now,
            });
            await StoreAsync(signed[^1], unit, ct);
        }

        return (signed, null);
    }

    private SiteSeal? SealOf(StoredForm form)
    {
        try
        {
            return seals.Of(form.Site, form.SiteName ?? form.Site);
        }
        catch (SealMissingException missing)
        {
            logger.LogError(missing, "Nothing can be signed at {Site}", form.Site);
            return null;
        }
    }

    private static async Task StoreAsync(StoredForm signed, UnitOfWork unit, CancellationToken ct) =>
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update forms
               set state = 'signed', signed_sha256 = @SignedSha256, signature_sha256 = @SignatureSha256, pen_sha256 = @PenSha256, seal = @Seal,
                   signed_by = @SignedBy, signed_at = @SignedAt
             where site = @Site and id = @Id and state = 'rendered' and sha256 = @Sha256
            """, signed, cancellationToken: ct));
}
