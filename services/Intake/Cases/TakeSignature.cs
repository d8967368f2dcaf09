using MassTransit;
using Wenden.Contracts.Forms;
using Wenden.Intake.Commitments;

namespace Wenden.Intake.Cases;

/// <summary>The visitor has signed: the items can be accepted.</summary>
internal sealed class TakeSignature(UnitOfWork unit) : IConsumer<FormsSigned>
{
    public async Task Consume(ConsumeContext<FormsSigned> context)
    {
        var (signed, ct) = (context.Message, context.CancellationToken);
        if (!await unit.LockCaseAsync(signed.Site, signed.CaseId, ct))
            return;

        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update cases set forms_signed_at = @SignedAt where site = @Site and id = @CaseId and forms_signed_at is null",
            signed, cancellationToken: ct));
        foreach (var form in signed.Forms)
            await unit.RecordSignedAsync(signed.Site, signed.CaseId, form, ct);
        await unit.RecordSignedCommitmentsAsync(signed.Site, signed.CaseId, signed.Forms.Select(form => form.FormId), signed.SignedAt, ct);
        await unit.SettleAsync(signed.Site, signed.CaseId, "forms-signed", signed.SignedAt, ct);
    }
}
