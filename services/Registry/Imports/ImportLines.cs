using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Wenden.Registry.Persons;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Imports;

/// <summary>Takes in what other authorities and the own ledger say about persons, employers, households and care homes.</summary>
internal static class ImportLines
{
    public static void MapImportLines(this IEndpointRouteBuilder routes) => routes.MapPost("/imports", Handle)
        .RequireRole(Roles.Operator)
        .Audited("registry.import")
        .WithMetadata(new DisableRequestSizeLimitAttribute())
        .WithSummary("Imports NDJSON (application/x-ndjson) or, with ?kind=, CSV (text/csv) of any size; importing the same again changes nothing")
        .Produces<ImportResult>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> Handle(
        string? kind, HttpContext http, ClaimsPrincipal caller, NpgsqlDataSource database, UnitsOfWork units, AuditTrail trail, FactList facts,
        SiteList sites, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ImportRun> logger, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type))
            return new Problem(StatusCodes.Status415UnsupportedMediaType);

        var run = new ImportRun(database, units, trail, new LineChecks(facts, sites, clock.HallDay()), sites, logger);
        // Once all lines are here the import goes on, whether or not the caller still waits.
        if (type.MediaType.Equals("application/x-ndjson", StringComparison.OrdinalIgnoreCase))
        {
            using var lines = new NdjsonLines(http.Request.BodyReader);
            return Answer(run, await run.RunAsync(lines, caller.AccountName(), clock, ct, lifetime.ApplicationStopping), http);
        }

        if (!type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase))
            return new Problem(StatusCodes.Status415UnsupportedMediaType);
        if (kind is null || !LineParser.Kinds.Contains(kind))
            return Problem.Invalid("import.kind", string.Join(", ", LineParser.Kinds));
        if (EncodingOf(type) is not { } encoding)
            return Problem.Invalid("import.encoding");

        try
        {
            using var lines = new CsvLines(new StreamReader(http.Request.Body, encoding), new CsvColumns(kind, facts));
            if (await lines.ReadHeaderAsync(ct) is { Count: > 0 } unknown)
                return Problem.Invalid("import.columns", string.Join(", ", unknown));
            return Answer(run, await run.RunAsync(lines, caller.AccountName(), clock, ct, lifetime.ApplicationStopping), http);
        }
        catch (DecoderFallbackException)
        {
            return Problem.Invalid("import.encoding");
        }
        catch (CsvFormatException)
        {
            return Problem.Invalid("import.row-too-long", NdjsonLines.LongestLine);
        }
    }

    private static IResult Answer(ImportRun run, ImportCounts counts, HttpContext http) => Results.Ok(new ImportResult
    {
        ImportId = run.Id,
        Counts = counts.ByKind,
        PersonsChanged = counts.PersonsChanged,
        RejectedLines = $"{http.Request.PathBase}/imports/{run.Id}/rejected",
    });

    /// <summary>UTF-8 unless the content type names another; strictly, so that a wrong one is noticed and not imported as question marks.</summary>
    private static Encoding? EncodingOf(MediaTypeHeaderValue type)
    {
        try
        {
            var name = type.Charset.HasValue ? type.Charset.Value! : "utf-8";
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>The answer to an import.</summary>
internal sealed record ImportResult
{
    public required Guid ImportId { get; init; }

    /// <summary>By kind of line.</summary>
    public required IReadOnlyDictionary<string, KindCounts> Counts { get; init; }

    /// <summary>Persons of whom a change was made known.</summary>
    public required long PersonsChanged { get; init; }

    /// <summary>Where the rejected lines and their reasons are, as NDJSON.</summary>
    public required string RejectedLines { get; init; }
}
