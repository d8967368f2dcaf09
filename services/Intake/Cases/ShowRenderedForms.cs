using MassTransit;
using Wenden.Contracts.Forms;

namespace Wenden.Intake.Cases;

/// <summary>The forms of a case are drawn: its items wait for the signature. A form drawn after acceptance, the receipt, is only recorded.</summary>
internal sealed class ShowRenderedForms(UnitOfWork unit, TimeProvider clock) : IConsumer<FormsRendered>
{
    public async Task Consume(ConsumeContext<FormsRendered> context)
    {
        var (rendered, ct) = (context.Message, context.CancellationToken);
        if (!await unit.LockCaseAsync(rendered.Site, rendered.CaseId, ct))
            return;

        foreach (var form in rendered.Forms)
            await unit.RecordRenderedAsync(rendered.Site, rendered.CaseId, form, ct);
        await unit.SettleAsync(rendered.Site, rendered.CaseId, "forms-rendered", clock.GetUtcNow(), ct);
    }
}
