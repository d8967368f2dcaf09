namespace Wenden.Intake.Rectification;

/// <summary>
/// <c>POST /sites/{site}/ledger/{id}/assign</c>: the site manager gives an entry to somebody, who is not the teller whose case was rated.
/// <c>…/call-back</c> and <c>…/settle</c>: its owner calls the visitor back, and says what was done. Each names the version that was seen: of two who change the
/// same, one is refused; whoever sends the same twice is answered the same.
/// </summary>
internal static class HandleEntry
{
    private const int LongestText = 1000;
    private const int LongestName = 100;

    internal sealed record AssignRequest
    {
        /// <summary>Account name.</summary>
        public required string Owner { get; init; }

        public required int Version { get; init; }
    }

    internal sealed record TextRequest
    {
        /// <summary>How the call went, or what was done, which the visitor reads; 1 to 1,000 characters.</summary>
        public required string Text { get; init; }

        public required int Version { get; init; }
    }

    public static void MapHandleEntry(this IEndpointRouteBuilder routes)
    {
        Map(routes.MapPost("/sites/{site}/ledger/{id:guid}/assign", AssignAsync).RequireRole(Roles.SiteManager), "intake.assign-ledger-entry", "AssignLedgerEntry");
        Map(routes.MapPost("/sites/{site}/ledger/{id:guid}/call-back", CallBackAsync).RequireRole(ReadLedger.Handlers), "intake.call-back", "CallBack");
        Map(routes.MapPost("/sites/{site}/ledger/{id:guid}/settle", SettleAsync).RequireRole(ReadLedger.Handlers), "intake.settle-ledger-entry", "SettleLedgerEntry");

        static void Map(RouteHandlerBuilder endpoint, string action, string name) => endpoint
            .AsCommand()
            .Audited(action)
            .WithName(name)
            .Produces<LedgerEntry>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> AssignAsync(
        string site, Guid id, AssignRequest request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var owner = request.Owner.Trim();
        if (owner.Length is 0 or > LongestName || owner.Any(char.IsControl))
            return Problem.Invalid("ledger.owner");
        if (await unit.Connection.FindOwnAsync(site, id, caller, ct) is not { } entry)
            return Problem.NotFound("ledger.unknown");
        if (await IsServedByAsync(unit, entry, owner, ct))
            return Problem.Conflict("ledger.owner-served", owner);
        return await MoveAsync(
            unit, entry, caller, clock,
            Step(entry, caller, clock, request.Version) with
            {
                From = LedgerState.Working, To = LedgerState.Assigned, Kind = LedgerEventKind.Assigned, Owner = owner,
            },
            ct);
    }

    private static async Task<IResult> CallBackAsync(
        string site, Guid id, TextRequest request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (entry, problem) = await FindHandledAsync(site, id, request, caller, unit, ct);
        return problem ?? await MoveAsync(
            unit, entry!, caller, clock,
            Step(entry!, caller, clock, request.Version) with { From = LedgerState.Owned, IsOwners = true, Kind = LedgerEventKind.CalledBack, Text = request.Text.Trim() }, ct);
    }

    private static async Task<IResult> SettleAsync(
        string site, Guid id, TextRequest request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (entry, problem) = await FindHandledAsync(site, id, request, caller, unit, ct);
        if (problem is not null)
            return problem;
        if (entry is { WantsCallBack: true, IsCalledBack: false } && LedgerState.Owned.Contains(entry.State))
            return Problem.Conflict("ledger.call-back-first");
        return await MoveAsync(
            unit, entry!, caller, clock,
            Step(entry!, caller, clock, request.Version) with
            {
                From = LedgerState.Owned, IsOwners = true, To = LedgerState.Settled, Kind = LedgerEventKind.Settled, Text = request.Text.Trim(),
            },
            ct);
    }

    private static LedgerMove Step(LedgerEntry entry, ClaimsPrincipal caller, TimeProvider clock, int version) => new()
    {
        Site = entry.Site, Id = entry.Id, Version = version, From = [], Kind = "", Who = caller.AccountName(), At = clock.GetUtcNow(),
    };

    private static async Task<(LedgerEntry? Entry, Problem? Problem)> FindHandledAsync(
        string site, Guid id, TextRequest request, ClaimsPrincipal caller, UnitOfWork unit, CancellationToken ct)
    {
        if (request.Text.Trim().Length is 0 or > LongestText)
            return (null, Problem.Invalid("ledger.text", LongestText));
        if (await unit.Connection.FindOwnAsync(site, id, caller, ct) is not { } entry)
            return (null, Problem.NotFound("ledger.unknown"));
        return entry.Owner == caller.AccountName() ? (entry, null) : (null, Problem.Forbidden("ledger.not-yours", entry.Owner ?? "-"));
    }

    private static async Task<IResult> MoveAsync(
        UnitOfWork unit, LedgerEntry before, ClaimsPrincipal caller, TimeProvider clock, LedgerMove move, CancellationToken ct)
    {
        var isTaken = await unit.MoveAsync(move, ct);
        var after = (await unit.Connection.FindEntryAsync(before.Site, before.Id, caller.AccountName(), ct))!;
        var (person, purpose) = await unit.Connection.ConcerningAsync(before, ct);
        if (person is { } known)
            unit.Audit(known, purpose);
        else
            unit.Audit(purpose);
        if (isTaken)
            return TypedResults.Ok(after.For(caller.AccountName(), clock.HallDay()));
        return move.From.Contains(after.State)
            ? Problem.Conflict("ledger.changed").With("version", after.Version).With("state", after.State)
            : Problem.Conflict("ledger.state").With("version", after.Version).With("state", after.State);
    }

    private static Task<bool> IsServedByAsync(UnitOfWork unit, LedgerEntry entry, string account, CancellationToken ct) =>
        unit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from cases where site = @Site and id = @CaseId and opened_by = @account)",
            new { entry.Site, entry.CaseId, account }, cancellationToken: ct));
}
