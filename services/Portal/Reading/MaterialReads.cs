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
internal sealed record ItemMaterials(string Code, string Name, bool Open, IReadOnlyList<NeededMaterial> Materials);

/// <param name="Code">Code of the material.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="NameEn">English name.</param>
/// <param name="Importance"><c>main</c> or <c>secondary</c>.</param>
/// <param name="Proof">Of <c>paper</c>, <c>data</c>, <c>commitment</c>.</param>
/// <param name="State"><c>missing</c>, <c>proved</c> or <c>handed-in</c>.</param>
/// <param name="Files">What the item uses.</param>
/// <param name="Earlier">What it could use as well.</param>
internal sealed record NeededMaterial(
    string Code, string Name, string NameEn, string Importance, IReadOnlyList<string> Proof, string State, IReadOnlyList<MaterialFile> Files, IReadOnlyList<MaterialFile> Earlier)
{
    public string Shown => Names.Choose(Name, NameEn);
}

/// <param name="MaterialId">The material.</param>
/// <param name="MediaType">What kind of file it is.</param>
/// <param name="HandedInAt">When it was taken in.</param>
/// <param name="ValidUntil">The last day on which another case can use it.</param>
internal sealed record MaterialFile(Guid MaterialId, string MediaType, DateTimeOffset HandedInAt, DateOnly? ValidUntil)
{
    public string Kind => MediaType == "application/pdf" ? "pdf" : "picture";
}
