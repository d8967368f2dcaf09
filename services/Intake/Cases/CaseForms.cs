using Wenden.Contracts.Forms;

namespace Wenden.Intake.Cases;

/// <summary>The forms of a case, and what follows for its items.</summary>
internal static class CaseForms
{
    /// <summary>
    /// Locks the case, so that the news on its forms are taken in one after the other, and audits it. False where there is no such case: forms of
    /// other services' own cases are announced too.
    /// </summary>
    public static async Task<bool> LockCaseAsync(this UnitOfWork unit, string site, Guid caseId, CancellationToken ct)
    {
        var person = await unit.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select person_id from cases where site = @site and id = @caseId for update", new { site, caseId }, cancellationToken: ct));
        if (person is { } personId)
            unit.Audit(personId, Purpose.Case(caseId));
        return person is not null;
    }

    /// <summary>A form about the whole case or one item of it, to be asked of Forms.</summary>
    public static async Task<WantedForm> WantFormAsync(
        this UnitOfWork unit, CaseView of, string template, Dictionary<string, string> values, DateTimeOffset now, CancellationToken ct,
        string? item = null)
    {
        var formId = Guid.CreateVersion7(now);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "insert into case_forms (site, id, case_id, item, template) values (@Site, @formId, @CaseId, @item, @template)",
            new { of.Site, formId, of.CaseId, item, template }, cancellationToken: ct));
        return new WantedForm { FormId = formId, Template = template, Values = values };
    }

    /// <summary>Asks Forms for forms of the case.</summary>
    public static RenderForms AskFor(this CaseView of, IReadOnlyList<WantedForm> forms) =>
        new() { Site = of.Site, CaseId = of.CaseId, PersonId = of.PersonId, EmployerCode = of.Employer?.Code, Forms = forms };

    public static Task RecordRenderedAsync(this UnitOfWork unit, string site, Guid caseId, RenderedForm form, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_forms
               set state = case state when 'wanted' then 'rendered' else state end,
                   needs_signature = @NeedsSignature, sha256 = @Sha256, missing_fields = @missing
             where site = @site and id = @FormId and case_id = @caseId
            """,
            new { site, caseId, form.FormId, form.NeedsSignature, form.Sha256, missing = form.MissingFields.ToArray() }, cancellationToken: ct));

    public static Task RecordSignedAsync(this UnitOfWork unit, string site, Guid caseId, SignedForm form, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            "update case_forms set state = 'signed', signed_sha256 = @Sha256 where site = @site and id = @FormId and case_id = @caseId and state <> 'withdrawn'",
            new { site, caseId, form.FormId, form.Sha256 }, cancellationToken: ct));

    /// <summary>Moves each item to where its forms put it, whichever news came first.</summary>
    public static async Task SettleAsync(this UnitOfWork unit, string site, Guid caseId, string why, DateTimeOffset at, CancellationToken ct)
    {
        var items = (await unit.Connection.QueryAsync<Standing>(new CommandDefinition(
            """
            select f.item as code,
                   bool_and(f.state <> 'wanted') as rendered,
                   bool_and(f.state in ('signed', 'withdrawn') or (f.state = 'rendered' and f.needs_signature = false)) as signed,
                   coalesce(bool_or(c.forms_signed_at <= v.finished_at), false) as overtaken
              from case_forms f
              join cases c on c.site = f.site and c.id = f.case_id
              join visits v on v.site = c.site and v.ticket_id = c.ticket_id
             where f.site = @site and f.case_id = @caseId and f.item is not null
             group by f.item
            """, new { site, caseId }, cancellationToken: ct))).AsList();

        var move = new ItemMove
        {
            Site = site, CaseId = caseId, From = [ItemState.Draft], To = ItemState.AwaitingSignature, Who = "forms", Why = why, At = at,
        };
        var signed = Codes(items, item => item.Signed);
        // The visitor signed before leaving, and only the news of it came too late.
        if (items.Exists(item => item.Overtaken))
            await unit.MoveAsync(move with { Codes = signed, From = [ItemState.Withdrawn], To = ItemState.Signed }, ct);
        await unit.MoveAsync(move with { Codes = signed, From = [ItemState.Draft, ItemState.AwaitingSignature], To = ItemState.Signed }, ct);
        await unit.MoveAsync(move with { Codes = Codes(items, item => item.Rendered && !item.Signed) }, ct);
    }

    private static string[] Codes(List<Standing> items, Func<Standing, bool> which) => [.. items.Where(which).Select(item => item.Code)];

    private sealed record Standing(string Code, bool Rendered, bool Signed, bool Overtaken);
}
