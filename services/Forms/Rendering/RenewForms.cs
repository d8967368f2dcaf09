using Wenden.Contracts.Forms;
using Wenden.Contracts.Registry;
using Wenden.Forms.Archiving;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Signing;
using Wenden.Forms.Storage;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Rendering;

/// <summary>
/// Before a case is signed: asks the registry again, and draws anew what it says otherwise now. The drawing that was shown is void from then on, in a
/// transaction of its own: that the signature is refused does not bring it back.
/// </summary>
internal sealed class RenewForms(
    UnitsOfWork units, AuditTrail trail, IHttpClientFactory clients, TemplateSet templates, FormDrawing drawing, FileArchive archive, TimeProvider clock)
{
    /// <summary>Whether all unsigned <paramref name="forms"/>, of one case, say what the registry says.</summary>
    public async Task<bool> AreCurrentAsync(IReadOnlyList<StoredForm> forms, CancellationToken ct)
    {
        var unsigned = forms.Where(form => form is { NeedsSignature: true, State: "rendered" }).ToArray();
        if (unsigned.Length == 0)
            return true;

        var person = await clients.PersonAsync(unsigned[0].PersonId, unsigned[0].EmployerCode, unsigned[0].CaseId, ct);
        var renewed = new List<StoredForm>();
        foreach (var form in unsigned)
        {
            if (await AnewAsync(form, person, ct) is { } anew)
                renewed.Add(anew);
        }

        if (renewed.Count == 0)
            return true;
        await using var unit = await units.BeginAsync(ct, trail);
        unit.Audit(person.PersonId, Purpose.Case(unsigned[0].CaseId));
        // In the order of their ids, as everybody takes them.
        var replaced = new List<StoredForm>();
        foreach (var (before, after) in renewed.Select(after => (unsigned.First(form => form.Id == after.Id), after)))
        {
            if (await ReplaceAsync(unit, before, after, ct))
                replaced.Add(after);
        }

        // Somebody else may have drawn all of them anew meanwhile, or signed them as they were.
        if (replaced.Count > 0)
            unit.Publish(new FormsRendered { Site = forms[0].Site, CaseId = forms[0].CaseId, Forms = [.. replaced.Select(form => form.AsRendered())] });
        await unit.CommitAsync(ct);
        return false;
    }

    // Nothing where it says the same, or where its template is gone, about which signing complains by itself.
    private async Task<StoredForm?> AnewAsync(StoredForm form, PersonFile person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (form.Refill(templates)?.Anew(person.With(form.ProducedFacts()), now) is not { } filled || !FieldChange.Between(form.Id, form.Template, form.Values(), filled.Fields).Any())
            return null;
        var drawn = drawing.Pdf(filled);
        return form with
        {
            Fields = StoredForm.Write(filled.Fields),
            Missing = [.. filled.Missing],
            LackingCharacters = [.. drawn.LackingCharacters],
            Overlong = [.. drawn.Overlong],
            Sha256 = await archive.KeepAsync(drawn.Pdf, ".pdf", ct),
            RenderedAt = now,
        };
    }

    private static async Task<bool> ReplaceAsync(UnitOfWork unit, StoredForm before, StoredForm after, CancellationToken ct)
    {
        var isReplaced = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update forms
               set fields = @Fields::jsonb, missing = @Missing, lacking_characters = @LackingCharacters, overlong = @Overlong, sha256 = @Sha256,
                   rendered_at = @RenderedAt
             where site = @Site and id = @Id and state = 'rendered' and sha256 = @shown
            """,
            new
            {
                after.Fields, after.Missing, after.LackingCharacters, after.Overlong, after.Sha256, after.RenderedAt, after.Site, after.Id, shown = before.Sha256,
            }, cancellationToken: ct)) == 1;
        if (isReplaced)
        {
            await unit.Connection.ExecuteAsync(new CommandDefinition(
                """
                insert into voided_renderings (site, form_id, sha256, fields, rendered_at, voided_at)
                values (@Site, @Id, @Sha256, @Fields::jsonb, @RenderedAt, @voidedAt)
                    on conflict do nothing
                """, new { before.Site, before.Id, before.Sha256, before.Fields, before.RenderedAt, voidedAt = after.RenderedAt }, cancellationToken: ct));
        }

        return isReplaced;
    }
}
