using MassTransit;
using Wenden.Contracts.Subsidy;

namespace Wenden.Intake.Cases;

/// <summary>The subsidy waits for facts: the item says for which. An item that was decided meanwhile stays decided.</summary>
internal sealed class NameMissingFacts(UnitOfWork unit, TimeProvider clock) : IConsumer<SubsidyFactsMissing>
{
    public async Task Consume(ConsumeContext<SubsidyFactsMissing> context)
    {
        var (waiting, ct) = (context.Message, context.CancellationToken);
        await unit.MoveAsync(
            new ItemMove
            {
                Site = waiting.Site,
                CaseId = waiting.CaseId,
                Codes = [waiting.Item],
                From = [ItemState.InReview],
                To = ItemState.WaitingFacts,
                Who = "subsidy",
                Why = "facts-missing",
                At = clock.GetUtcNow(),
            },
            ct);
        var person = await unit.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            update case_items set missing = @missing where site = @Site and case_id = @CaseId and code = @Item and state = 'waiting-facts'
            returning (select person_id from cases where site = @Site and id = @CaseId)
            """,
            new { waiting.Site, waiting.CaseId, waiting.Item, missing = waiting.Missing.ToArray() }, cancellationToken: ct));
        if (person is { } personId)
            unit.Audit(personId, Purpose.Case(waiting.CaseId));
    }
}
