using MassTransit;
using Wenden.Contracts.Certification;
using Wenden.Registry.Persons;

namespace Wenden.Registry.Benefits;

/// <summary>Keeps the day of the last certification with the benefits. Events that come late move no day back.</summary>
internal sealed class RecordCertification(UnitOfWork unit) : IConsumer<Certified>
{
    public async Task Consume(ConsumeContext<Certified> context)
    {
        var (personId, certifiedOn) = (context.Message.PersonId, context.Message.CertifiedOn);
        var moved = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update benefits set certified_on = @certifiedOn
            where person_id = @personId and ended_on is null and (certified_on is null or certified_on < @certifiedOn)
            """, new { personId, certifiedOn }, cancellationToken: context.CancellationToken));
        if (moved == 0)
            return;

        unit.Audit(personId);
        await unit.TellChangedAsync(personId, context.CancellationToken);
    }
}
