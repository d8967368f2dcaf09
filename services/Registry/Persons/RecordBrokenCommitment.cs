using MassTransit;
using Wenden.Contracts.Intake;

namespace Wenden.Registry.Persons;

/// <summary>Keeps a false commitment (不实承诺) on the person's record, where every window sees it.</summary>
internal sealed class RecordBrokenCommitment(UnitOfWork unit) : IConsumer<CommitmentBroken>
{
    public async Task Consume(ConsumeContext<CommitmentBroken> context)
    {
        var (broken, ct) = (context.Message, context.CancellationToken);
        var known = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into broken_commitments (commitment_id, person_id, site, case_id, material, found_at)
            select @CommitmentId, person_id, @Site, @CaseId, @Material, @FoundAt from persons where person_id = @PersonId
                on conflict do nothing
            """, broken, cancellationToken: ct));
        if (known == 0)
            return;

        unit.Audit(broken.PersonId, Purpose.Case(broken.CaseId));
        await unit.TellChangedAsync(broken.PersonId, ct);
    }
}
