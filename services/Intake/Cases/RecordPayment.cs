using MassTransit;
using Wenden.Contracts.Subsidy;

namespace Wenden.Intake.Cases;

/// <summary>The bank has paid a subsidy out: the item's history says so, so that whoever asks at the window learns it there.</summary>
internal sealed class RecordPayment(UnitOfWork unit) : IConsumer<SubsidyPaid>
{
    private const string Who = "subsidy", Paid = "paid";

    public async Task Consume(ConsumeContext<SubsidyPaid> context)
    {
        var (paid, ct) = (context.Message, context.CancellationToken);
        // One that continues the year before came from no case.
        if (paid.CaseId is not { } caseId || !await unit.LockCaseAsync(paid.Site, caseId, ct))
            return;
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_history (site, case_id, item, from_state, to_state, who, why, at)
            select site, case_id, code, state, state, @Who, @Paid, @at
              from case_items
             where site = @Site and case_id = @caseId and code = @Item and follow_up = 'subsidy'
            """,
            new { paid.Site, caseId, paid.Item, Who, Paid, at = new DateTimeOffset(paid.PaidOn, TimeOnly.MinValue, Hall.Offset).ToUniversalTime() }, cancellationToken: ct));
    }
}
