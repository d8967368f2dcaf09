using Wenden.Contracts.Forms;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Tests.Cases;

/// <summary>The events that Forms would publish about a case.</summary>
internal static class FormsNews
{
    public static readonly string Hash = new('a', 64);

    public static FormsRendered Rendered(CaseView of, bool needsSignature = true) => new()
    {
        Site = of.Site,
        CaseId = of.CaseId,
        Forms =
        [
            .. of.Forms.Select(form => new RenderedForm
            {
                FormId = form.FormId, Template = form.Template, Sha256 = Hash, NeedsSignature = needsSignature, MissingFields = ["phone"],
            }),
        ],
    };

    public static FormsSigned Signed(CaseView of, DateTimeOffset? at = null) => new()
    {
        Site = of.Site,
        CaseId = of.CaseId,
        Forms = [.. of.Forms.Where(form => form.Item is not null).Select(form => new SignedForm { FormId = form.FormId, Sha256 = Hash })],
        SignedAt = at ?? TimeProvider.System.GetUtcNow(),
    };

    /// <summary>The visitor signs everything; returns the case once Intake knows.</summary>
    public static async Task<CaseView> SignAsync(this IntakeHall hall, Teller teller, CaseView of)
    {
        await hall.PublishAsync(Rendered(of));
        await hall.PublishAsync(Signed(of));
        return await teller.WaitAsync(of.CaseId, ItemState.Signed);
    }

    public static async Task<CaseView> AcceptAsync(this IntakeHall hall, Teller teller, CaseView of)
    {
        await hall.SignAsync(teller, of);
        return await teller.AcceptAsync(of.CaseId);
    }
}
