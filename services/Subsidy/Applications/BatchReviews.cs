using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Applications;

/// <summary>What came of one application of several that a command was given.</summary>
/// <param name="Id">The application.</param>
/// <param name="Done">Whether it was done.</param>
/// <param name="State">Where it stands now, where that is known.</param>
/// <param name="Code">Code of the problem otherwise.</param>
/// <param name="Title">The problem in the caller's language.</param>
internal sealed record BatchRow(Guid Id, bool Done, string? State = null, string? Code = null, string? Title = null);

/// <summary>First and second reviews of up to 500 applications. Each stands for itself: one that is refused never stops the others.</summary>
internal static class BatchReviews
{
    public const int Most = 500;

    /// <param name="Applications">Their ids; each gets a row in the answer, in this order.</param>
    /// <param name="Approve">Whether to grant.</param>
    /// <param name="Note">Why; up to 2,000 characters.</param>
    internal sealed record Request(IReadOnlyList<Guid> Applications, bool Approve, string? Note = null)
    {
        public Review AsReview() => new(Approve, Note);

        public Problem? Fault() => Applications.Count is < 1 or > Most ? Problem.Invalid("batch.size", Most) : AsReview().Fault();
    }

    public static void MapBatchReviews(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/first-reviews", FirstAsync).RequireRole(Roles.Reviewer).AsCommand().Audited("subsidy.first-review");
        routes.MapPost("/sites/{site}/second-reviews", SecondAsync).RequireRole(Roles.Approver).AsCommand().Audited("subsidy.second-review");
    }

    private static async Task<IResult> FirstAsync(
        string site, Request request, ClaimsPrincipal caller, UnitOfWork unit, HttpContext http, TimeProvider clock, CancellationToken ct)
    {
        if (request.Fault() is { } fault)
            return fault;
        var given = new Reviewing(request.AsReview(), caller.AccountName(), clock.GetUtcNow());
        return await EachAsync(site, request.Applications, unit, http, id => FirstReview.GiveAsync(unit, site, id, given, ct), ct);
    }

    private static async Task<IResult> SecondAsync(
        string site, Request request, ClaimsPrincipal caller, UnitOfWork unit, FactsOnRecord record, PolicyBook policies, HttpContext http,
        TimeProvider clock, CancellationToken ct)
    {
        if (request.Fault() is { } fault)
            return fault;
        var given = new Reviewing(request.AsReview(), caller.AccountName(), clock.GetUtcNow());
        var files = await Pending.FilesAsync(unit.Connection, record, site, request.Applications, States.SecondReview, ct);
        return await EachAsync(site, request.Applications, unit, http, id => SecondReview.GiveAsync(unit, policies, files, site, id, given, ct), ct);
    }

    private static async Task<IResult> EachAsync(
        string site, IReadOnlyList<Guid> ids, UnitOfWork unit, HttpContext http, Func<Guid, Task<Given>> give, CancellationToken ct)
    {
        // In one order for all, so that two batches never wait for each other.
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select 1 from applications where site = @site and id = any(@ids) order by id for update", new { site, ids = ids.ToArray() }, cancellationToken: ct));
        var rows = new List<BatchRow>();
        foreach (var id in ids)
        {
            await ExecuteAsync("savepoint one");
            var given = await TryAsync(id);
            await ExecuteAsync(given.Done is null ? "rollback to savepoint one" : "release savepoint one");
            rows.Add(given.Refused is { } refused
                ? new BatchRow(id, Done: false, Code: refused.Code, Title: refused.TitleIn(http.RequestServices))
                : new BatchRow(id, Done: true, given.Done!.State));
        }

        return TypedResults.Ok(new { rows });

        Task<int> ExecuteAsync(string sql) => unit.Connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));

        async Task<Given> TryAsync(Guid id)
        {
            try
            {
                return await give(id);
            }
            catch (PostgresException broken)
            {
                // A constraint stands where the checks above it have a hole: this one is refused, and said so, and the others go on.
                http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BatchReviews)).LogError(broken, "Review of application {Id} failed", id);
                return new Problem(StatusCodes.Status500InternalServerError, "server.error");
            }
        }
    }
}
