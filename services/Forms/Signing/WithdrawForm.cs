using MassTransit;
using Wenden.Contracts.Forms;

namespace Wenden.Forms.Signing;

/// <summary>A form is not wanted any more: the next signature of its case leaves it out.</summary>
internal sealed class WithdrawForm(UnitOfWork unit) : IConsumer<FormWithdrawn>
{
    public Task Consume(ConsumeContext<FormWithdrawn> context) => unit.Connection.ExecuteAsync(new CommandDefinition(
        "insert into withdrawn_forms (site, id) values (@Site, @FormId) on conflict do nothing", context.Message, cancellationToken: context.CancellationToken));
}
