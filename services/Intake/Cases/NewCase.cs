using Wenden.Contracts.Forms;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Visits;

namespace Wenden.Intake.Cases;

/// <summary>A case about to be stored: one row per item, one form per template of each item.</summary>
internal sealed class NewCase(
    Visit visit, Guid id, Guid personId, string siteName, string teller, DateTimeOffset now, IReadOnlyList<ServiceItem> items)
{
    public Guid Id => id;

    public IReadOnlyList<(string Item, WantedForm Wanted)> Forms { get; } =
    [
        .. from item in items
           from template in item.Forms
           select (item.Code, new WantedForm
           {
               FormId = Guid.CreateVersion7(now),
               Template = template,
               Values = CaseValues.ForItem(visit, item, siteName, teller, now),
           }),
    ];

    /// <summary>Stores it; where the person has a case on this ticket already, stores nothing and returns that case.</summary>
    public async Task<Guid?> StoreAsync(UnitOfWork unit, CancellationToken ct)
    {
        var stored = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into cases (site, id, ticket_id, ticket_number, window_number, site_name, person_id, opened_by, opened_at)
            values (@Site, @id, @TicketId, @Number, @WindowNumber, @siteName, @personId, @teller, @now)
                on conflict (site, ticket_id, person_id) do nothing
            """,
            new { visit.Site, id, visit.TicketId, visit.Number, visit.WindowNumber, siteName, personId, teller, now }, cancellationToken: ct));
        if (stored == 0)
        {
            return await unit.Connection.QuerySingleAsync<Guid>(new CommandDefinition(
                "select id from cases where site = @Site and ticket_id = @TicketId and person_id = @personId",
                new { visit.Site, visit.TicketId, personId }, cancellationToken: ct));
        }

        await StoreItemsAsync(unit, ct);
        await StoreFormsAsync(unit, ct);
        return null;
    }

    private async Task StoreItemsAsync(UnitOfWork unit, CancellationToken ct) => await unit.Connection.ExecuteAsync(new CommandDefinition(
        """
        with opened as (
            insert into case_items (site, case_id, code, position, name, instant, promised_days, follow_up, state, changed_at)
            select @Site, @id, code, position, name, instant, promised_days, follow_up, state, @now
              from unnest(@codes, @positions, @names, @instants, @days, @followUps, @states)
                as item (code, position, name, instant, promised_days, follow_up, state)
            returning code, position, state)
        insert into case_history (site, case_id, item, to_state, who, why, at)
        select @Site, @id, code, state, @teller, case state when 'signed' then 'opened-without-forms' else 'opened' end, @now
          from opened order by position
        """,
        new
        {
            visit.Site,
            id,
            teller,
            now,
            codes = items.Select(item => item.Code).ToArray(),
            positions = Enumerable.Range(1, items.Count).ToArray(),
            names = items.Select(item => item.Name).ToArray(),
            instants = items.Select(item => item.Instant).ToArray(),
            days = items.Select(item => item.PromisedDays).ToArray(),
            followUps = items.Select(item => item.FollowUp.ToString().ToLowerInvariant()).ToArray(),
            states = items.Select(item => item.Forms.Count == 0 ? ItemState.Signed : ItemState.Draft).ToArray(),
        },
        cancellationToken: ct));

    private async Task StoreFormsAsync(UnitOfWork unit, CancellationToken ct) => await unit.Connection.ExecuteAsync(new CommandDefinition(
        """
        insert into case_forms (site, id, case_id, item, template)
        select @Site, form_id, @id, item, template from unnest(@ids, @codes, @templates) as form (form_id, item, template)
        """,
        new
        {
            visit.Site,
            id,
            ids = Forms.Select(form => form.Wanted.FormId).ToArray(),
            codes = Forms.Select(form => form.Item).ToArray(),
            templates = Forms.Select(form => form.Wanted.Template).ToArray(),
        },
        cancellationToken: ct));
}
