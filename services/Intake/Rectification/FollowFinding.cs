namespace Wenden.Intake.Rectification;

/// <summary>
/// <c>GET /findings/{link}</c> and <c>POST /findings/{link}/answer</c>: a visitor reads what became of it, and says whether it is settled. For whoever has the
/// link, which nobody can guess. Names no member of staff. Answering the same twice gives the same answer.
/// </summary>
internal static class FollowFinding
{
    private const int LongestText = 500;

    internal sealed record Finding
    {
        public required string SiteName { get; init; }

        /// <summary>What the visitor said; may be empty with a rating.</summary>
        public required string What { get; init; }

        /// <summary>Name of the item that was rated.</summary>
        public string? ItemName { get; init; }

        /// <summary>One of <see cref="LedgerState"/>.</summary>
        public required string State { get; init; }

        /// <summary>To be given with the answer.</summary>
        public required int Version { get; init; }

        public required DateTimeOffset OpenedAt { get; init; }

        /// <summary>The last day to settle it.</summary>
        public required DateOnly DueOn { get; init; }

        /// <summary>What happened, the first first.</summary>
        public required IReadOnlyList<Step> Steps { get; init; }
    }

    /// <param name="Kind">One of <see cref="LedgerEventKind"/>.</param>
    /// <param name="Text">What was done, or what the visitor said; what staff noted of a call is theirs.</param>
    /// <param name="At">When.</param>
    internal sealed record Step(string Kind, string? Text, DateTimeOffset At);

    internal sealed record Answer
    {
        /// <summary>The version that the visitor has read.</summary>
        public required int Version { get; init; }

        /// <summary>Whether it is settled in the visitor's eyes.</summary>
        public required bool IsSettled { get; init; }

        /// <summary>Up to 500 characters.</summary>
        public string? Text { get; init; }
    }

    public static void MapFollowFinding(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/findings/{link:length(22)}", ReadAsync).AllowAnonymous().WithName(nameof(FollowFinding))
            .Produces<Finding>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/findings/{link:length(22)}/answer", AnswerAsync)
            .AllowAnonymous()
            .AsCommand()
            .WithName("AnswerFinding")
            .Produces<Finding>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ReadAsync(string link, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(connection, link, ct) is { } entry ? TypedResults.Ok(Show(entry)) : Problem.NotFound("finding.unknown");
    }

    private static async Task<IResult> AnswerAsync(string link, Answer answer, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var text = answer.Text?.Trim() is { Length: > 0 } said ? said : null;
        if (text?.Length > LongestText)
            return Problem.Invalid("finding.answer", LongestText);
        if (await FindAsync(unit.Connection, link, ct) is not { } before)
            return Problem.NotFound("finding.unknown");

        var now = clock.GetUtcNow();
        var isTaken = await unit.MoveAsync(
            new LedgerMove
            {
                Site = before.Site,
                Id = before.Id,
                Version = answer.Version,
                From = [LedgerState.Settled],
                To = answer.IsSettled ? LedgerState.Closed : LedgerState.Reopened,
                Kind = answer.IsSettled ? LedgerEventKind.Confirmed : LedgerEventKind.Reopened,
                Who = LedgerTable.Visitor,
                Text = text,
                DueOn = answer.IsSettled ? null : WorkingDays.After(Hall.DayOf(now), LedgerTable.Days),
                At = now,
            },
            ct);
        var after = (await FindAsync(unit.Connection, link, ct))!;
        return isTaken ? TypedResults.Ok(Show(after)) : Problem.Conflict("finding.not-to-answer").With("state", after.State);
    }

    private static async Task<LedgerEntry?> FindAsync(NpgsqlConnection connection, string link, CancellationToken ct)
    {
        var key = await connection.QuerySingleOrDefaultAsync<(string Site, Guid Id)?>(new CommandDefinition(
            "select site, id from ledger_entries where link = @link", new { link }, cancellationToken: ct));
        return key is { } known ? await connection.FindEntryAsync(known.Site, known.Id, "", ct) : null;
    }

    private static Finding Show(LedgerEntry entry) => new()
    {
        SiteName = entry.SiteName,
        What = entry.What,
        ItemName = entry.ItemName,
        State = entry.State,
        Version = entry.Version,
        OpenedAt = entry.OpenedAt,
        DueOn = entry.DueOn,
        Steps = [.. entry.Events.Select(step => new Step(step.Kind, step.Kind == LedgerEventKind.CalledBack ? null : step.Text, step.At))],
    };
}
