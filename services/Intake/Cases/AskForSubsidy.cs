using MassTransit;
using Wenden.Contracts.Subsidy;

namespace Wenden.Intake.Cases;

/// <summary>
/// A reviewer of the subsidy asks for all that is missing (补正): the item waits for it, and the visitor gets the one-time notice. What was asked for
/// before, or was decided meanwhile, stays as it is.
/// </summary>
internal sealed class AskForSubsidy(UnitOfWork unit) : IConsumer<SubsidySupplementAsked>
{
    public async Task Consume(ConsumeContext<SubsidySupplementAsked> context)
    {
        var (asked, ct) = (context.Message, context.CancellationToken);
        if (!await unit.LockCaseAsync(asked.Site, asked.CaseId, ct))
            return;
        var of = (await unit.Connection.ReadCaseAsync(asked.Site, asked.CaseId, ct))!;
        if (of.Items.FirstOrDefault(item => item.Code == asked.Item) is not { Supplement: null } item)
            return;
        await SupplementItem.AskForAsync(
            unit, of, item, asked.Missing, asked.AskedBy, [ItemState.InReview, ItemState.WaitingFacts], asked.AskedAt.ToOffset(Hall.Offset), ct);
    }
}
