using System.Text.Json;
using MassTransit;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Roll;

/// <summary>Keeps the roll of people with a long-term benefit (待遇领取人员) as the registry has them.</summary>
internal sealed class KeepRoll(UnitOfWork unit) : IConsumer<PersonChanged>
{
    public async Task Consume(ConsumeContext<PersonChanged> context)
    {
        if (await StoreAsync(unit.Connection, context.Message, context.CancellationToken))
            unit.Audit(context.Message.PersonId);
    }

    /// <summary>Takes over what is newer than what the roll has; false where nothing is.</summary>
    internal static async Task<bool> StoreAsync(NpgsqlConnection connection, PersonChanged person, CancellationToken ct)
    {
        // Most of a district never draws a benefit; nothing older than a first version can come late.
        if (person is { Version: 1, Benefits.Count: 0 })
            return false;

        return await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into roll (person_id, version, site, village, care_home, died_on, benefits, ended, registry_until)
            values (@PersonId, @Version, @Site, @Village, @CareHome, @DiedOn, @benefits::jsonb, @ended, @until)
                on conflict (person_id) do update
               set version = excluded.version, site = excluded.site, village = excluded.village, care_home = excluded.care_home,
                   died_on = excluded.died_on, benefits = excluded.benefits, ended = excluded.ended, registry_until = excluded.registry_until
             where roll.version < excluded.version
            """,
            new
            {
                person.PersonId,
                person.Version,
                person.Site,
                person.Village,
                person.CareHome,
                person.DiedOn,
                benefits = JsonSerializer.Serialize(person.Benefits, HallJson.Options),
                ended = person.Benefits.Count == 0,
                until = Term.Of(person.Benefits),
            },
            cancellationToken: ct)) > 0;
    }
}
