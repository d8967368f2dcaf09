using Wenden.Contracts.Forms;
using Wenden.Intake.Cases;
using Wenden.Intake.Commitments;
using Wenden.Intake.Materials;
using Wenden.Intake.Tests.Cases;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Intake.Tests.Commitments;

/// <summary>What a window, a citizen and a reviewer do about a commitment.</summary>
public abstract class CommitmentSteps(IntakeHall hall)
{
    // Its diploma is a main material, so that nothing is accepted without diploma or commitment. A reviewer decides.
    private protected const string Item = "job-search-subsidy", Diploma = "graduation-certificate";
    private protected const string Instant = "graduate-reception";

    private protected IntakeHall House { get; } = hall;

    private protected Teller Window { get; } = new(hall);

    private protected async Task<CaseView> SignedAsync(string item, string? number = null)
    {
        var opened = await Window.OpenAsync(Window.Call(item).TicketId, number);
        return await House.SignAsync(Window, opened);
    }

    private protected async Task<CaseView> CommittedAsync(string item, string? number = null)
    {
        using var offered = await OfferAsync(await SignedAsync(item, number), item: item);
        return await SignAndAcceptAsync(await offered.ReadAsync<CaseView>());
    }

    private protected async Task<CaseView> SignAndAcceptAsync(CaseView waiting)
    {
        var signed = await House.SignAsync(Window, waiting);
        return await Window.AcceptAsync(signed.CaseId);
    }

    private protected static FormsSigned SignatureOf(CaseView of, Guid formId) => new()
    {
        Site = of.Site, CaseId = of.CaseId, SignedAt = TimeProvider.System.GetUtcNow(), Forms = [new SignedForm { FormId = formId, Sha256 = FormsNews.Hash }],
    };

    private protected Task<HttpResponseMessage> OfferAsync(CaseView of, Teller? by = null, string material = Diploma, string item = Item) =>
        PostAsync(of, "commitment", by: by, material: material, item: item);

    private protected Task<HttpResponseMessage> CheckAsync(CaseView of, bool kept, string? note = null, string item = Item) =>
        PostAsync(of, "commitment/check", new { kept, note }, Window.As(Roles.Reviewer, "r001"), item: item);

    private protected Task<HttpResponseMessage> PostAsync(CaseView of, string what, object? body = null, Teller? by = null, string material = Diploma, string item = Item) =>
        (by ?? Window).PostAsync($"/{of.CaseId}/items/{item}/materials/{material}/{what}", body);

    private protected Task<HttpResponseMessage> DecideAsync(CaseView of) =>
        Window.As(Roles.Reviewer, "r001").PostAsync($"/{of.CaseId}/items/{Item}/decide", new { result = "completed" });

    private protected async Task<ReadCommitments.Unchecked[]> ListAsync()
    {
        using var answer = await Window.As(Roles.Reviewer, "r001").GetAtSiteAsync("commitments");
        return await answer.ReadAsync<ReadCommitments.Unchecked[]>();
    }

    private protected async Task<NeededMaterial> NeededAsync(CaseView of) =>
        (await Window.MaterialsAsync(of.CaseId)).Items.Single().Materials.Single(material => material.Code == Diploma);

    private protected async Task<HttpResponseMessage> RevokeOwnAsync(CaseView of, Guid person)
    {
        using var client = Citizen(person);
        return await client.PostAsync(new Uri($"/cases/{of.CaseId}/items/{Item}/materials/{Diploma}/commitment/revoke", UriKind.Relative), null);
    }

    private protected async Task<ReadOwnCases.OwnCommitment> OwnAsync(Guid person)
    {
        using var client = Citizen(person);
        using var answer = await client.GetAsync(new Uri("/cases", UriKind.Relative));
        return (await answer.ReadAsync<ReadOwnCases.OwnCase[]>()).Single().Items.Single().Commitments.Single();
    }

    private HttpClient Citizen(Guid person) => Teller.Client(House.Second, $"role={Roles.Citizen}; name=c-{person:N}; person={person}; site=*");
}
