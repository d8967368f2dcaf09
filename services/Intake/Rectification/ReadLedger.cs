namespace Wenden.Intake.Rectification;

/// <summary>
/// <c>GET /sites/{site}/ledger</c>: what is to be put right, the longest overdue first, then what is settled; <c>?all=true</c> also what visitors have agreed
/// to. <c>GET /sites/{site}/ledger/{id}</c>: one entry with its history. A site manager sees all entries of the site, anybody else those they handle.
/// Telephone numbers are whole for the owner, with the one entry, alone.
/// </summary>
internal static class ReadLedger
{
    private const int Most = 500;

    /// <summary>Who handles entries.</summary>
    internal static readonly string[] Handlers = [Roles.SiteManager, Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Certifier];

    public static void MapReadLedger(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sites/{site}/ledger", ListAsync).RequireRole(Handlers).WithName(nameof(ReadLedger));
        routes.MapGet("/sites/{site}/ledger/{id:guid}", ReadAsync).RequireRole(Handlers).Audited("intake.read-ledger-entry").WithName("ReadLedgerEntry")
            .Produces<LedgerEntry>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The entry, or null where it is none of the caller's business.</summary>
    internal static async Task<LedgerEntry?> FindOwnAsync(
        this NpgsqlConnection connection, string site, Guid id, ClaimsPrincipal caller, CancellationToken ct) =>
        await connection.FindEntryAsync(site, id, caller.AccountName(), ct) is { } entry && (caller.IsInRole(Roles.SiteManager) || entry.Owner == caller.AccountName())
            ? entry
            : null;

    /// <summary>Whose data are read or changed with an entry, and why.</summary>
    internal static async Task<(Guid? Person, Purpose Purpose)> ConcerningAsync(this NpgsqlConnection connection, LedgerEntry entry, CancellationToken ct) =>
        entry.CaseId is not { } caseId ? (null, Purpose.Ledger(entry.Id))
        : (await connection.ExecuteScalarAsync<Guid>(new CommandDefinition(
            "select person_id from cases where site = @Site and id = @caseId", new { entry.Site, caseId }, cancellationToken: ct)), Purpose.Case(caseId));

    private static async Task<IReadOnlyList<LedgerEntry>> ListAsync(
        string site, ClaimsPrincipal caller, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct, bool all = false)
    {
        var reader = caller.AccountName();
        await using var connection = await database.OpenConnectionAsync(ct);
        var entries = await connection.QueryAsync<LedgerEntry>(new CommandDefinition(
            $"""
            {LedgerTable.Entries}
             where e.site = @site and (@all or e.state <> 'closed') and (@manages or e.owner = @reader) and not {LedgerTable.Hidden}
             order by case when e.state in ('open', 'assigned', 'reopened') then 0 else 1 end, e.due_on, e.opened_at, e.id
             limit @Most
            """, new { site, all, manages = caller.IsInRole(Roles.SiteManager), reader, Most }, cancellationToken: ct));
        var today = clock.HallDay();
        // Masked for the owner too: a list is not for calling.
        return [.. entries.Select(entry => entry.For("", today))];
    }

    private static async Task<IResult> ReadAsync(
        string site, Guid id, ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await connection.FindOwnAsync(site, id, caller, ct) is not { } entry)
            return Problem.NotFound("ledger.unknown");
        var (person, purpose) = await connection.ConcerningAsync(entry, ct);
        if (person is { } known)
            trail.Add(known, purpose);
        else
            trail.AddUnidentified(purpose);
        return TypedResults.Ok(entry.For(caller.AccountName(), clock.HallDay()));
    }
}
