using MassTransit;
using Wenden.Contracts.Forms;

namespace Wenden.Subsidy.Citizens;

/// <summary>The letter on a decision is drawn: from now on its person is offered it. Forms of others are none of the subsidy's.</summary>
internal sealed class KeepDecisionLetter(UnitOfWork unit, TimeProvider clock) : IConsumer<FormsRendered>
{
    public Task Consume(ConsumeContext<FormsRendered> context) => unit.Connection.ExecuteAsync(new CommandDefinition(
        "update letters set drawn_at = @now where site = @Site and form_id = any(@forms) and drawn_at is null",
        new { context.Message.Site, forms = context.Message.Forms.Select(form => form.FormId).ToArray(), now = clock.GetUtcNow() },
        cancellationToken: context.CancellationToken));
}
