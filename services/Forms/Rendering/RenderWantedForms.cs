using MassTransit;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Registry;
using Wenden.Forms.Archiving;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;
using Wenden.Forms.Storage;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Rendering;

/// <summary>
/// Fills the forms of a case from the registry, draws and keeps them. A form id is drawn once: asked again, the first drawing is the answer.
/// The file is kept before its row is written; a file without a row does no harm.
/// </summary>
internal sealed class RenderWantedForms(
    UnitOfWork unit,
    IHttpClientFactory clients,
    TemplateSet templates,
    FormDrawing drawing,
    FileArchive archive,
    TimeProvider clock,
    ILogger<RenderWantedForms> logger) : IConsumer<RenderForms>
{
    public async Task Consume(ConsumeContext<RenderForms> context)
    {
        var (asked, ct) = (context.Message, context.CancellationToken);
        var known = (await StoredAsync(asked, ct)).Select(form => form.Id).ToHashSet();
        // In one order everywhere, so that two replicas with the same request wait for each other instead of locking each other out.
        var wanted = asked.Forms.Where(form => !known.Contains(form.FormId)).OrderBy(form => form.FormId).ToArray();
        if (wanted.Length > 0)
        {
            var person = await clients.PersonAsync(asked.PersonId, asked.EmployerCode, asked.CaseId, ct);
            unit.Audit(asked.PersonId, Purpose.Case(asked.CaseId));
            foreach (var form in wanted)
                await StoreAsync(await DrawAsync(asked, form, person.With(form.Produced), ct), ct);
        }

        var all = await StoredAsync(asked, ct);
        if (all.FirstOrDefault(form => form.CaseId != asked.CaseId) is { } other)
            throw new InvalidOperationException($"Form {other.Id} belongs to case {other.CaseId}, not to {asked.CaseId}.");
        unit.Publish(new FormsRendered
        {
            Site = asked.Site,
            CaseId = asked.CaseId,
            Forms = [.. asked.Forms.Select(form => all.First(stored => stored.Id == form.FormId).AsRendered())],
        });
    }

    private async Task<StoredForm> DrawAsync(RenderForms asked, WantedForm wanted, PersonFile person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var template = templates.InForce(wanted.Template, Hall.DayOf(now))
            ?? throw new InvalidOperationException($"There is no template {wanted.Template} in force.");
        var values = CaseValues(asked, wanted, now);
        var filled = FilledForm.Fill(template, wanted.FormId, person, values, now);
        var drawn = drawing.Pdf(filled);
        if (drawn.LackingCharacters.Count > 0 || drawn.Overlong.Count > 0)
        {
            logger.LogWarning(
                "Form {FormId}: the font lacks {Characters}; too long are {Fields}",
                wanted.FormId, string.Join(' ', drawn.LackingCharacters), string.Join(' ', drawn.Overlong));
        }

        return new StoredForm
        {
            Site = asked.Site,
            SiteName = values["siteName"],
            Id = wanted.FormId,
            CaseId = asked.CaseId,
            PersonId = asked.PersonId,
            EmployerCode = asked.EmployerCode,
            Produced = StoredForm.Write(wanted.Produced),
            Template = template.Name,
            TemplateVersion = template.Version,
            TemplateSha256 = template.Sha256,
            Fields = StoredForm.Write(filled.Fields),
            Missing = [.. filled.Missing],
            LackingCharacters = [.. drawn.LackingCharacters],
            Overlong = [.. drawn.Overlong],
            NeedsSignature = template.WantsSignature,
            Sha256 = await archive.KeepAsync(drawn.Pdf, ".pdf", ct),
            RenderedAt = now,
        };
    }

    private static Dictionary<string, string> CaseValues(RenderForms asked, WantedForm wanted, DateTimeOffset now) =>
        new(wanted.Values)
        {
            ["caseId"] = asked.CaseId.ToString(),
            ["formId"] = wanted.FormId.ToString(),
            [FilledForm.RenderedOn] = Hall.DayOf(now).ToString("yyyy-MM-dd"),
            ["siteName"] = wanted.Values.GetValueOrDefault("siteName", asked.Site),
        };

    private Task<IEnumerable<StoredForm>> StoredAsync(RenderForms asked, CancellationToken ct) =>
        unit.Connection.QueryAsync<StoredForm>(new CommandDefinition(
            "select * from forms where site = @Site and id = any(@ids)",
            new { asked.Site, ids = asked.Forms.Select(form => form.FormId).ToArray() }, cancellationToken: ct));

    private async Task StoreAsync(StoredForm form, CancellationToken ct) => await unit.Connection.ExecuteAsync(new CommandDefinition(
        """
        insert into forms (site, site_name, id, case_id, person_id, employer_code, produced, template, template_version, template_sha256, fields, missing, lacking_characters,
                           overlong, needs_signature, sha256, rendered_at)
        values (@Site, @SiteName, @Id, @CaseId, @PersonId, @EmployerCode, @Produced::jsonb, @Template, @TemplateVersion, @TemplateSha256, @Fields::jsonb, @Missing, @LackingCharacters,
                @Overlong, @NeedsSignature, @Sha256, @RenderedAt)
            on conflict (site, id) do nothing
        """, form, cancellationToken: ct));
}
