using System.Text.Json;

namespace Wenden.Registry.Imports;

/// <summary>What an import did, and the lines it did not take, each with number, reason and content.</summary>
internal static class ReadRejected
{
    public static void MapReadRejected(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/imports/{id:guid}", HandleImport).RequireRole(Roles.Operator).WithSummary("What a finished import did").Produces<ImportResult>();
        routes.MapGet("/imports/{id:guid}/rejected", HandleLines).RequireRole(Roles.Operator).Audited("registry.read-rejected")
            .WithSummary("The lines an import did not take, as NDJSON");
    }

    private static async Task<IResult> HandleImport(Guid id, HttpContext http, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<(string Counts, long PersonsChanged)?>(new CommandDefinition(
            "select counts::text, persons_changed from imports where import_id = @id", new { id }, cancellationToken: ct));
        if (found is not { } import)
            return Problem.NotFound("import.unknown");
        return Results.Ok(new
        {
            ImportId = id,
            Counts = JsonSerializer.Deserialize<JsonElement>(import.Counts),
            import.PersonsChanged,
            RejectedLines = $"{http.Request.PathBase}/imports/{id}/rejected",
        });
    }

    private static async Task<IResult> HandleLines(Guid id, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from imports where import_id = @id)", new { id }, cancellationToken: ct));
        if (!exists)
            return Problem.NotFound("import.unknown");
        // A rejected line may hold an identity number of somebody whom the registry does not know.
        trail.AddUnidentified(Purpose.Import(id));
        return Results.Stream(body => WriteAsync(database, id, body, ct), "application/x-ndjson", $"rejected-{id}.ndjson");
    }

    private static async Task WriteAsync(NpgsqlDataSource database, Guid id, Stream body, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var lines = connection.QueryUnbufferedAsync<Rejected>(
            "select line, kind, code, arguments, content from import_rejections where import_id = @id order by line", new { id });
        await foreach (var line in lines.WithCancellation(ct))
        {
            var text = Rejection.Text(line.Code, line.Arguments);
            await JsonSerializer.SerializeAsync(body, new { line.Line, line.Kind, line.Code, Reason = text, line.Content }, HallJson.Options, ct);
            await body.WriteAsync("\n"u8.ToArray(), ct);
        }
    }

    private sealed class Rejected
    {
        public long Line { get; init; }

        public string? Kind { get; init; }

        public string Code { get; init; } = "";

        public string[] Arguments { get; init; } = [];

        public string Content { get; init; } = "";
    }
}
