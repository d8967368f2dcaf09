using Wenden.Intake.Cases;

namespace Wenden.Intake.Tests.Cases;

public sealed class SigningTests(IntakeHall hall)
{
    private const string Rendered = "intake-show-rendered-forms";
    private const string Signed = "intake-take-signature";
    private readonly Teller _teller = new(hall);

    [Fact]
    public async Task Drawn_forms_wait_for_the_signature()
    {
        var opened = await _teller.OpenAsync("subsidy-4050", "card-application");

        await hall.DeliverAsync(FormsNews.Rendered(opened), Rendered);

        var drawn = await _teller.ReadAsync(opened.CaseId);
        drawn.Items.ShouldAllBe(item => item.State == ItemState.AwaitingSignature);
        drawn.Forms.ShouldAllBe(form => form.State == "rendered" && form.NeedsSignature == true && form.Sha256 == FormsNews.Hash);
        drawn.Forms.ShouldAllBe(form => form.MissingFields.SequenceEqual(new[] { "phone" }));
    }

    [Fact]
    public async Task Signed_before_drawn_ends_the_same()
    {
        var opened = await _teller.OpenAsync("subsidy-4050", "card-application");

        await hall.DeliverAsync(FormsNews.Signed(opened), Signed);
        var overtaken = await _teller.ReadAsync(opened.CaseId);
        await hall.DeliverAsync(FormsNews.Rendered(opened), Rendered);

        overtaken.State.ShouldBe(ItemState.Signed);
        var signed = await _teller.ReadAsync(opened.CaseId);
        signed.State.ShouldBe(ItemState.Signed);
        signed.Forms.ShouldAllBe(form => form.State == "signed" && form.Sha256 == FormsNews.Hash && form.SignedSha256 == FormsNews.Hash);
        signed.Forms.ShouldAllBe(form => form.NeedsSignature == true);
    }

    [Fact]
    public async Task Forms_that_want_no_signature_hold_nothing_up()
    {
        var opened = await _teller.OpenAsync("card-application");

        await hall.DeliverAsync(FormsNews.Rendered(opened, needsSignature: false), Rendered);

        (await _teller.ReadAsync(opened.CaseId)).State.ShouldBe(ItemState.Signed);
    }

    [Fact]
    public async Task An_item_waits_until_all_its_forms_are_signed()
    {
        var opened = await _teller.OpenAsync("subsidy-4050", "card-application");
        var signed = FormsNews.Signed(opened);
        await hall.DeliverAsync(FormsNews.Rendered(opened), Rendered);

        await hall.DeliverAsync(signed with { Forms = [.. signed.Forms.Take(1)] }, Signed);

        var half = await _teller.ReadAsync(opened.CaseId);
        half.State.ShouldBe(ItemState.AwaitingSignature);
        half.Items.Select(item => item.State).ShouldBe([ItemState.Signed, ItemState.AwaitingSignature], ignoreOrder: true);
    }

    [Fact]
    public async Task News_told_again_changes_nothing()
    {
        var opened = await _teller.OpenAsync("subsidy-4050");
        var (rendered, signed) = (FormsNews.Rendered(opened), FormsNews.Signed(opened));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        for (var i = 0; i < 3; i++)
        {
            await hall.DeliverAsync(rendered, Rendered, first);
            await hall.DeliverAsync(signed, Signed, second);
            await hall.DeliverAsync(rendered, Rendered);
            await hall.DeliverAsync(signed, Signed);
        }

        var read = await _teller.ReadAsync(opened.CaseId);
        read.History.Select(step => (step.From, step.To, step.Why)).ShouldBe(
        [
            (null, ItemState.Draft, "opened"),
            (ItemState.Draft, ItemState.AwaitingSignature, "forms-rendered"),
            (ItemState.AwaitingSignature, ItemState.Signed, "forms-signed"),
        ]);
    }

    [Fact]
    public async Task Forms_of_somebody_elses_case_are_passed_over()
    {
        var opened = await _teller.OpenAsync("subsidy-4050");

        await hall.DeliverAsync(FormsNews.Signed(opened) with { CaseId = Guid.CreateVersion7() }, Signed);
        await hall.DeliverAsync(FormsNews.Rendered(opened) with { Site = "elsewhere" }, Rendered);

        (await _teller.ReadAsync(opened.CaseId)).State.ShouldBe(ItemState.Draft);
    }
}
