namespace Wenden.Subsidy.Programmes;

/// <summary>Which programmes there are, and when one may apply: anybody may know.</summary>
internal static class ListProgrammes
{
    public static void MapListProgrammes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/programmes", (PolicyBook book) => TypedResults.Ok(book.Present.Select(Line.Of))).AllowAnonymous()
            .WithSummary("The policies in force, one per programme and year");

    private sealed record Line(
        string Programme, int Year, Text Title, PolicyWindow Window, string Fingerprint, string? LoadedBy, string? ConfirmedBy, DateOnly EffectiveFrom)
    {
        // A shipped policy counts from the first day of its year.
        public static Line Of(PolicyEntry entry) => new(
            entry.Policy.Programme, entry.Policy.Year, entry.Policy.Title, entry.Policy.Window, entry.Policy.Fingerprint, entry.LoadedBy, entry.ConfirmedBy,
            entry.EffectiveFrom == DateOnly.MinValue ? new DateOnly(entry.Policy.Year, 1, 1) : entry.EffectiveFrom);
    }
}
