namespace Wenden.Subsidy.Payments;

/// <summary>The bank file of a batch, the same bytes at every download.</summary>
internal static class DownloadBankFile
{
    private const string ChecksumHeader = "X-Wenden-Sha256";

    public static void MapDownloadBankFile(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/payment-batches/{id:guid}/file.csv", CsvAsync).RequireRole(Roles.Payer).Audited("subsidy.read-bank-file");
        routes.MapGet("/sites/{site}/payment-batches/{id:guid}/file.txt", FixedWidthAsync).RequireRole(Roles.Payer).Audited("subsidy.read-bank-file");
    }

    private static Task<IResult> CsvAsync(string site, Guid id, NpgsqlDataSource database, AuditTrail trail, HttpContext http, CancellationToken ct) =>
        Handle(site, id, isCsv: true, database, trail, http, ct);

    private static Task<IResult> FixedWidthAsync(string site, Guid id, NpgsqlDataSource database, AuditTrail trail, HttpContext http, CancellationToken ct) =>
        Handle(site, id, isCsv: false, database, trail, http, ct);

    private static async Task<IResult> Handle(
        string site, Guid id, bool isCsv, NpgsqlDataSource database, AuditTrail trail, HttpContext http, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        if (await BatchView.FindAsync(connection, site, id, ct) is not { } view || await Batches.FindAsync(connection, site, id, ct) is not { } batch)
            return Problem.NotFound("payment.batch-unknown");
        var lines = await Batches.LinesAsync(connection, site, id, ct);
        var persons = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select person_id from payments where site = @site and batch_id = @id", new { site, id }, cancellationToken: ct));
        trail.Add(persons, Purpose.Payment(id));

        var csv = BankFile.Csv(batch, lines);
        if (csv.Sha256 != view.Sha256)
            throw new InvalidDataException($"The payments of batch {id} are not those it was made of.");
        var file = isCsv ? csv : BankFile.FixedWidth(batch, lines);
        http.Response.Headers[ChecksumHeader] = file.Sha256;
        return TypedResults.File(
            file.Content, isCsv ? "text/csv; charset=gb18030" : "text/plain; charset=gb18030",
            $"{batch.Programme}-{batch.Year}-{batch.Number:0000}.{(isCsv ? "csv" : "txt")}");
    }
}
