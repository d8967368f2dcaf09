using MassTransit;
using Wenden.Contracts.Subsidy;

namespace Wenden.Intake.Cases;

/// <summary>The subsidy was decided: the item is completed with its amount once no gap is open, or rejected; with the reasons in either case.</summary>
internal sealed class RecordDecision(UnitOfWork unit) : IConsumer<SubsidyDecided>
{
    public async Task Consume(ConsumeContext<SubsidyDecided> context)
    {
        var (decided, ct) = (context.Message, context.CancellationToken);
        if (!await unit.LockCaseAsync(decided.Site, decided.CaseId, ct))
            return;
        var move = new ItemMove
        {
            Site = decided.Site,
            CaseId = decided.CaseId,
            Codes = [decided.Item],
            From = [ItemState.InReview, ItemState.WaitingFacts],
            To = ItemState.Rejected,
            Who = "subsidy",
            Why = "decided",
            At = decided.DecidedAt,
        };
        // Decided without what the visitor was asked for.
        await unit.MoveAsync(move with { From = [ItemState.AwaitingSupplement], To = ItemState.InReview, Why = "decided-without" }, ct);
        var moved = await (decided.Approved ? unit.CompleteOrAwaitGapAsync(move, ct) : unit.MoveAsync(move, ct));
        if (moved.Count == 0)
            return;

        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_items
               set amount = @Amount, reasons = @reasons, missing = '{}', decided_at = @DecidedAt
             where site = @Site and case_id = @CaseId and code = @Item
            """,
            new { decided.Site, decided.CaseId, decided.Item, decided.Amount, decided.DecidedAt, reasons = decided.Reasons.ToArray() },
            cancellationToken: ct));
    }
}
