using MassTransit;
using Wenden.Contracts.Subsidy;

namespace Wenden.Intake.Cases;

/// <summary>A subsidy that was granted is revoked: its item stays where it ended, without the amount, and says so.</summary>
internal sealed class RecordRevocation(UnitOfWork unit) : IConsumer<SubsidyRevoked>
{
    private const string Revoked = "revoked";

    public async Task Consume(ConsumeContext<SubsidyRevoked> context)
    {
        var (revoked, ct) = (context.Message, context.CancellationToken);
        // One that continues the year before came from no case.
        if (revoked.CaseId is not { } caseId || !await unit.LockCaseAsync(revoked.Site, caseId, ct))
            return;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            with changed as (
                update case_items
                   set amount = 0, reasons = array[@Revoked]
                 where site = @Site and case_id = @caseId and code = @Item and follow_up = 'subsidy' and state in ('completed', 'awaiting-gap')
                   and not reasons = array[@Revoked]
                returning code, state)
            insert into case_history (site, case_id, item, from_state, to_state, who, why, at)
            select @Site, @caseId, code, state, state, @RevokedBy, @Revoked, @RevokedAt from changed
            """,
            new { revoked.Site, caseId, revoked.Item, revoked.RevokedBy, revoked.RevokedAt, Revoked }, cancellationToken: ct));
    }
}
