using System.Text.Json;
using Wenden.Contracts.Forms;
using Wenden.Intake.Visits;

namespace Wenden.Intake.Cases;

/// <summary>A case about to be stored: one row per item, one form per template of each item.</summary>
internal sealed class NewCase(
    Visit visit, Guid id, Guid personId, ActingFor? employer, string siteName, string teller, DateTimeOffset now, Chain chain)
{
    public Guid Id => id;

    public IReadOnlyList<(string Item, WantedForm Wanted)> Forms { get; } =
    [
        .. from item in chain.Items
           from template in item.Forms
           select (item.Code, new WantedForm
           {
               FormId = Guid.CreateVersion7(now),
               Template = template,
               Values = CaseValues.ForItem(visit, item, siteName, teller, now),
               Produced = chain.For(item),
           }),
    ];

    /// <summary>What is asked of Forms.</summary>
    public RenderForms Asked => new()
    {
        Site = visit.Site, CaseId = id, PersonId = personId, EmployerCode = employer?.Code, Forms = [.. Forms.Select(form => form.Wanted)],
    };

    /// <summary>Stores it; where the person has such a case on this ticket already, for themselves or for the employer, stores nothing and returns that case.</summary>
    public async Task<Guid?> StoreAsync(UnitOfWork unit, CancellationToken ct)
    {
        var stored = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into cases (site, id, ticket_id, ticket_number, window_number, site_name, person_id, employer_code, employer_name, authority, opened_by, opened_at)
            values (@Site, @id, @TicketId, @Number, @WindowNumber, @siteName, @personId, @Code, @Name, @Authority, @teller, @now)
                on conflict (site, ticket_id, person_id, employer_code) do nothing
            """,
            new
            {
                visit.Site, id, visit.TicketId, visit.Number, visit.WindowNumber, siteName, personId, employer?.Code, employer?.Name, employer?.Authority, teller, now,
            },
            cancellationToken: ct));
        if (stored == 0)
        {
            return await unit.Connection.QuerySingleAsync<Guid>(new CommandDefinition(
                "select id from cases where site = @Site and ticket_id = @TicketId and person_id = @personId and employer_code is not distinct from @Code",
                new { visit.Site, visit.TicketId, personId, employer?.Code }, cancellationToken: ct));
        }

        await StoreItemsAsync(unit, ct);
        await StoreFormsAsync(unit, ct);
        return null;
    }

    private async Task StoreItemsAsync(UnitOfWork unit, CancellationToken ct) => await unit.Connection.ExecuteAsync(new CommandDefinition(
        """
        with opened as (
            insert into case_items (site, case_id, code, position, name, instant, promised_days, follow_up, state, produces, waits_for, changed_at)
            select @Site, @id, code, position, name, instant, promised_days, follow_up, state, produces::jsonb, array(select jsonb_array_elements_text(waits_for::jsonb)), @now
              from unnest(@codes, @positions, @names, @instants, @days, @followUps, @states, @products, @before)
                as item (code, position, name, instant, promised_days, follow_up, state, produces, waits_for)
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
            codes = chain.Items.Select(item => item.Code).ToArray(),
            positions = Enumerable.Range(1, chain.Items.Count).ToArray(),
            names = chain.Items.Select(item => item.Name).ToArray(),
            instants = chain.Items.Select(item => item.Instant).ToArray(),
            days = chain.Items.Select(item => item.PromisedDays).ToArray(),
            followUps = chain.Items.Select(item => item.FollowUp.ToString().ToLowerInvariant()).ToArray(),
            states = chain.Items.Select(item => item.Forms.Count == 0 ? ItemState.Signed : ItemState.Draft).ToArray(),
            products = chain.Items.Select(item => JsonSerializer.Serialize(chain.Of(item), HallJson.Options)).ToArray(),
            before = chain.Items.Select(item => JsonSerializer.Serialize(chain.Before(item))).ToArray(),
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
