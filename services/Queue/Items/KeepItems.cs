using MassTransit;
using Wenden.Contracts.Intake;

namespace Wenden.Queue.Items;

/// <summary>Keeps what Intake tells of its items: whether they are done on the spot, and what papers to have ready.</summary>
internal sealed class KeepItems(UnitOfWork unit) : IConsumer<CatalogueChanged>
{
    public Task Consume(ConsumeContext<CatalogueChanged> context) => unit.Connection.ExecuteAsync(new CommandDefinition(
        """
        delete from items where effective_from = @EffectiveFrom;

        insert into items (effective_from, code, number, name, name_en, "group", group_name, group_name_en, instant, station, materials, materials_en)
        select @EffectiveFrom, code, number, name, "nameEn", "group", "groupName", "groupNameEn", instant, coalesce(station, false), materials, "materialsEn"
          from jsonb_to_recordset(@items::jsonb) as item (
                   code text, number int, name text, "nameEn" text, "group" text, "groupName" text, "groupNameEn" text, instant boolean, station boolean,
                   materials text[], "materialsEn" text[]);
        """,
        new { context.Message.EffectiveFrom, items = System.Text.Json.JsonSerializer.Serialize(context.Message.Items, HallJson.Options) },
        cancellationToken: context.CancellationToken));
}
