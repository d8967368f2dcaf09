namespace Wenden.Identity.Citizens;

/// <summary>The sample hall has no phones: an operator reads the codes out of a table.</summary>
internal sealed class TableCodes(NpgsqlDataSource database, TimeProvider clock) : ICodeDelivery
{
    internal sealed record SentCode(DateTimeOffset SentAt, string Phone, string Code);

    public async Task SendAsync(CodeMessage message, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into sample_codes (sent_at, phone, code) values (@now, @Phone, @Code)",
            new { now = clock.GetUtcNow(), message.Phone, message.Code }, cancellationToken: ct));
    }

    /// <summary><c>GET /codes</c>: the codes of the last hour, newest first.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/codes", ReadAsync)
        .RequireRole(Roles.Operator)
        .WithSummary("Sample hall only: the one-time codes of the last hour")
        .Produces<IEnumerable<SentCode>>();

    private static async Task<IEnumerable<SentCode>> ReadAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QueryAsync<SentCode>(new CommandDefinition(
            "select sent_at, phone, code from sample_codes where sent_at > @from order by code_id desc limit 100",
            new { from = clock.GetUtcNow() - TimeSpan.FromHours(1) }, cancellationToken: ct));
    }
}
