namespace Wenden.Portal.Reading;

/// <summary>What a case needs and what of it is there, as Intake keeps it. Files go from the browser to Intake and back, not through here.</summary>
internal sealed class MaterialReads(HallReader hall)
{
    private const string Intake = "intake";

    /// <summary>Every reading is in the audit trail: not to be asked for without need.</summary>
    public Task<CaseMaterials> OfCaseAsync(string site, Guid caseId, CancellationToken ct) =>
        hall.GetAsync<CaseMaterials>(Intake, $"{PathOf(site, caseId)}/materials", ct);

    /// <summary>Uses for this item what the person handed in before; safe to send twice.</summary>
    public Task ReuseAsync(string site, Guid caseId, string item, string material, Guid materialId, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{PathOf(site, caseId, item, material)}/reuse", new { materialId }, ct);

    /// <summary>Has the item not use a file any more; safe to send twice.</summary>
    public Task WithdrawAsync(string site, Guid caseId, string item, string material, Guid materialId, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{PathOf(site, caseId, item, material)}/withdraw", new { materialId }, ct);

    /// <summary>Has the commitment written that can stand for the paper, for the visitor to sign; safe to send twice.</summary>
    public Task OfferCommitmentAsync(string site, Guid caseId, string item, string material, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{PathOf(site, caseId, item, material)}/commitment", null, ct);

    /// <summary>Takes the commitment back for the visitor; safe to send twice.</summary>
    public Task RevokeCommitmentAsync(string site, Guid caseId, string item, string material, CancellationToken ct) =>
        hall.DoAsync(HttpMethod.Post, Intake, $"{PathOf(site, caseId, item, material)}/commitment/revoke", null, ct);

    /// <summary>Commitments that nobody has checked, the oldest first.</summary>
    public Task<IReadOnlyList<UncheckedCommitment>> UncheckedAsync(string site, CancellationToken ct) =>
        hall.GetAsync<IReadOnlyList<UncheckedCommitment>>(Intake, $"{QueueReads.At(site)}/commitments", ct);

    /// <summary>Says whether a commitment is true; safe to send twice.</summary>
    /// <param name="site">The site.</param>
    /// <param name="commitment">The commitment.</param>
    /// <param name="kept">Whether it is true.</param>
    /// <param name="note">What is false; must be there for a false one.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task CheckCommitmentAsync(string site, UncheckedCommitment commitment, bool kept, string? note, CancellationToken ct) => hall.DoAsync(
        HttpMethod.Post, Intake, $"{PathOf(site, commitment.CaseId, commitment.Item, commitment.Material)}/commitment/check", new { kept, note }, ct);

    /// <summary>Where the browser sends a file.</summary>
    public static string AddressOf(string site, Guid caseId, string item, string material) => $"/api/{Intake}{PathOf(site, caseId, item, material)}";

    /// <summary>Where the browser gets a file.</summary>
    public static string AddressOf(string site, Guid caseId, MaterialFile file) => $"/api/{Intake}{PathOf(site, caseId)}/materials/{file.MaterialId}";

    private static string PathOf(string site, Guid caseId) => $"{QueueReads.At(site)}/cases/{caseId}";

    private static string PathOf(string site, Guid caseId, string item, string material) =>
        $"{PathOf(site, caseId)}/items/{Uri.EscapeDataString(item)}/materials/{Uri.EscapeDataString(material)}";
}

/// <param name="CaseId">The case.</param>
/// <param name="FactsKnown">Whether the registry could be asked what data prove.</param>
/// <param name="Items">Its items, in their order.</param>
internal sealed record CaseMaterials(Guid CaseId, bool FactsKnown, IReadOnlyList<ItemMaterials> Items);

/// <param name="Code">Code of the item.</param>
/// <param name="Name">Its name.</param>
/// <param name="Open">Whether something can still be handed in.</param>
/// <param name="Materials">What it needs.</param>
public sealed record ItemMaterials(string Code, string Name, bool Open, IReadOnlyList<NeededMaterial> Materials);

/// <param name="Code">Code of the material.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Importance"><c>main</c> or <c>secondary</c>.</param>
/// <param name="Proof">Of <c>paper</c>, <c>data</c>, <c>commitment</c>.</param>
/// <param name="State"><c>missing</c>, <c>proved</c>, <c>committed</c> or <c>handed-in</c>.</param>
/// <param name="CanCommit">Whether a commitment can stand for it.</param>
/// <param name="Commitment"><c>offered</c>, <c>signed</c> or <c>kept</c> where one does.</param>
/// <param name="Files">What the item uses.</param>
/// <param name="Earlier">What it could use as well.</param>
public sealed record NeededMaterial(
    string Code, string Name, string NameEn, string Importance, IReadOnlyList<string> Proof, string State, bool CanCommit, string? Commitment,
    IReadOnlyList<MaterialFile> Files, IReadOnlyList<MaterialFile> Earlier)
{
    public string Shown => Names.Choose(Name, NameEn);
}

/// <param name="MaterialId">The material.</param>
/// <param name="MediaType">What kind of file it is.</param>
/// <param name="HandedInAt">When it was taken in.</param>
/// <param name="ValidUntil">The last day on which another case can use it.</param>
public sealed record MaterialFile(Guid MaterialId, string MediaType, DateTimeOffset HandedInAt, DateOnly? ValidUntil)
{
    public string Kind => MediaType == "application/pdf" ? "pdf" : "picture";
}

/// <param name="CaseId">The case.</param>
/// <param name="TicketNumber">Of the visit.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="ItemName">Its name.</param>
/// <param name="Material">Code of the material that it stands for.</param>
/// <param name="Name">Its name.</param>
/// <param name="FormId">The signed form.</param>
/// <param name="SignedAt">When it was given.</param>
/// <param name="DueOn">The last day on which to check it.</param>
public sealed record UncheckedCommitment(
    Guid CaseId, string TicketNumber, string Item, string ItemName, string Material, string Name, Guid FormId, DateTimeOffset SignedAt, DateOnly DueOn);
