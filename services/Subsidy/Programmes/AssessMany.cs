using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Programmes;

/// <summary>Judges many facts documents by a policy, without reasons; stores nothing.</summary>
internal static class AssessMany
{
    private const int Most = 10_000;

    // A document with every fact and no sources has some 900 bytes.
    private const int MostBytes = 16 * 1024 * 1024;

    public static void MapAssessMany(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/programmes/{programme}/{year:int}/assessments/bulk", Handle).RequireRole(Roles.Operator, Roles.Service)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .WithSummary("Up to 10,000 facts documents at once, in their order")
            .Produces<IReadOnlyList<Line>>();

    private static IResult Handle(string programme, int year, JsonElement documents, PolicyBook policies)
    {
        if (policies.Find(programme, year) is not { } policy)
            return Problem.NotFound("programme.unknown", programme, year);
        if (documents.ValueKind != JsonValueKind.Array || documents.GetArrayLength() is < 1 or > Most)
            return Problem.Invalid("facts.not-a-list", Most);

        var lines = new List<Line>(documents.GetArrayLength());
        foreach (var document in documents.EnumerateArray())
        {
            if (document.ValueKind != JsonValueKind.Object)
                return Problem.Invalid("facts.not-an-object").With("row", lines.Count);
            var (facts, unknown, invalid) = FactsDocument.Read(document);
            if (unknown.Count > 0 || invalid.Count > 0)
                return Problem.Invalid(unknown.Count > 0 ? "facts.unknown" : "facts.invalid", string.Join(", ", unknown.Count > 0 ? unknown : invalid)).With("row", lines.Count);
            lines.Add(Line.Of(Assessor.Judge(policy, facts)));
        }

        return TypedResults.Ok<IReadOnlyList<Line>>(lines);
    }

    private sealed record Line(
        Outcome Outcome,
        decimal Amount,
        IReadOnlyList<string> Groups,
        IReadOnlyList<string> Failed,
        IReadOnlyList<string> Exclusions,
        IReadOnlyList<string> Missing,
        string? Place)
    {
        public static Line Of(Verdict verdict) => new(
            verdict.Outcome, verdict.Amount, verdict.Groups.Codes, verdict.Failed.Codes, verdict.Exclusions.Codes, verdict.Missing.Names,
            verdict.Place is { } office ? ValueWords.Of(office) : null);
    }
}
