namespace Wenden.Portal.Reading;

/// <summary>What the forms service tells of the hall's forms.</summary>
internal sealed class FormReads(HallReader hall)
{
    /// <summary>How much of each item's forms nobody types. The registry counts all persons for it, which takes its time in a large district.</summary>
    public Task<FormCoverage> CoverageAsync(CancellationToken ct) => hall.GetAsync<FormCoverage>("forms", "/coverage", ct, ReadingExtensions.Patient);
}

internal sealed record FormCoverage(IReadOnlyList<AudienceCoverage> Audiences, IReadOnlyList<ItemCoverage> Items);

/// <param name="Audience"><c>person</c>, <c>employer</c> or <c>both</c>.</param>
/// <param name="Items">How many items.</param>
/// <param name="WithoutTyping">How many of them have no field that somebody types.</param>
/// <param name="Held">Share of their fields that is filled from what is held.</param>
internal sealed record AudienceCoverage(string Audience, int Items, int WithoutTyping, decimal? Held);

internal sealed record ItemCoverage(
    string Code, string Name, string NameEn, string Audience, IReadOnlyList<string> Forms, int Fields, int Typed, decimal? Held, IReadOnlyList<MissingFact> Missing)
{
    public string Shown => Names.Choose(Name, NameEn);
}

internal sealed record MissingFact(string Name, string Label, decimal Share);
