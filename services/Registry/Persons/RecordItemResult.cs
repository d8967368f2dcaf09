using System.Text.Json;
using MassTransit;
using Wenden.Contracts.Intake;

namespace Wenden.Registry.Persons;

/// <summary>
/// What a completed item has made true of a person is a statement of the office that did it, and on its day stands above those of other sources. Where a
/// correction opens the item again, the statement goes.
/// </summary>
internal sealed class RecordItemResult(UnitOfWork unit, FactList facts) : IConsumer<ItemProduced>
{
    public async Task Consume(ConsumeContext<ItemProduced> context)
    {
        var (produced, ct) = (context.Message, context.CancellationToken);
        if (produced.Facts.Keys.FirstOrDefault(name => facts.Find(name) is null) is { } unknown)
            throw new InvalidDataException($"Item {produced.Item} produces {unknown}, which the registry does not keep.");
        var isNews = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into item_results as known (site, case_id, item, person_id, at)
            select @Site, @CaseId, @Item, person_id, @At from persons where person_id = @PersonId
                on conflict (site, case_id, item) do update set at = excluded.at where known.at < excluded.at
            """, produced, cancellationToken: ct));
        if (isNews == 0)
            return;

        // One source for each item of each case: taking one back leaves what another visit produced.
        var source = $"{produced.ItemName} {produced.CaseId.ToString()[^6..]}";
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            produced.Facts.Count == 0
                ? "delete from statements where person_id = @PersonId and source = @source"
                : """
                  insert into statements (person_id, source, as_of, facts, corrects)
                  values (@PersonId, @source, @day, @facts::jsonb, true)
                      on conflict (person_id, source) do update set as_of = excluded.as_of, facts = excluded.facts
                  """,
            new { produced.PersonId, source, day = Hall.DayOf(produced.At), facts = JsonSerializer.Serialize(produced.Facts) }, cancellationToken: ct));
        unit.Audit(produced.PersonId, Purpose.Case(produced.CaseId));
        await unit.TellChangedAsync(produced.PersonId, ct);
    }
}
