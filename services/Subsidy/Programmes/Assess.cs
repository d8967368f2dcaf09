using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Programmes;

/// <summary>Judges a posted facts document by a policy. It stores nothing, so anybody may ask.</summary>
internal static class Assess
{
    // A document with every fact and its source has some 3,000 bytes.
    private const int MostBytes = 64 * 1024;

    public static void MapAssess(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/programmes/{programme}/{year:int}/assessments", Handle)
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Produces<Assessment>();

    private static IResult Handle(string programme, int year, JsonElement document, PolicyBook policies)
    {
        if (policies.Find(programme, year) is not { } policy)
            return Problem.NotFound("programme.unknown", programme, year);
        if (document.ValueKind != JsonValueKind.Object)
            return Problem.Invalid("facts.not-an-object");

        var (facts, unknown, invalid) = FactsDocument.Read(document);
        if (unknown.Count > 0)
            return Problem.Invalid("facts.unknown", string.Join(", ", unknown)).With("unknown", unknown).With("invalid", invalid);
        if (invalid.Count > 0)
            return Problem.Invalid("facts.invalid", string.Join(", ", invalid)).With("invalid", invalid);
        return TypedResults.Ok(Assessor.Assess(policy, facts));
    }
}
