using System.Data;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Payments;

internal sealed record WantedReleases(IReadOnlyList<Guid> Applications);

/// <summary>Release (放款) of approved applications for payment, by somebody who had no hand in them before.</summary>
internal static class ReleaseApplications
{
    private const string Done = "released";

    public static void MapReleaseApplications(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/releases", Handle).RequireRole(Roles.Payer).AsCommand().Audited("subsidy.release");

    private static async Task<IResult> Handle(
        string site, WantedReleases wanted, ClaimsPrincipal caller, UnitOfWork unit, FactsOnRecord record, PolicyBook policies, TimeProvider clock,
        CancellationToken ct)
    {
        if (wanted.Applications.Count is < 1 or > FactsOnRecord.Most)
            return Problem.Invalid("payment.limit", FactsOnRecord.Most);

        var ids = wanted.Applications.Distinct().ToArray();
        var today = clock.HallDay();
        var asked = await Hindrances.ReadAsync(unit.Connection, site, ids, today, ct);
        var run = Guid.CreateVersion7();
        // The registry is asked before anybody has to wait for the budget's turn.
        var files = await ReadAsync(record, [.. asked.Where(application => !application.IsReleased)], run, ct);
        foreach (var year in asked.Select(application => (application.Programme, application.Year)).Distinct().Order())
            await Money.TakeTurnAsync(unit.Connection, year.Programme, year.Year, ct);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select from applications where site = @site and id = any(@ids) order by id for update", new { site, ids }, cancellationToken: ct));
        var known = (await Hindrances.ReadAsync(unit.Connection, site, ids, today, ct)).ToDictionary(application => application.Id);

        var left = new Dictionary<(string, int), decimal?>();
        var rows = new Dictionary<Guid, BatchRow>();
        foreach (var id in ids)
        {
            var code = await ReleaseAsync(unit, policies, site, known.GetValueOrDefault(id), files, left, caller.AccountName(), run, clock.GetUtcNow(), ct);
            var state = known.GetValueOrDefault(id)?.State;
            rows[id] = code is null ? new BatchRow(id, Done: true, state) : new BatchRow(id, Done: false, state, code, RowTitle.Of(code, state));
        }

        return TypedResults.Ok(new { Rows = wanted.Applications.Select(id => rows[id]) });
    }

    private static async Task<IReadOnlyDictionary<Guid, PersonFile>> ReadAsync(
        FactsOnRecord record, IReadOnlyCollection<Releasable> asked, Guid run, CancellationToken ct) => asked.Count switch
        {
            0 => new Dictionary<Guid, PersonFile>(),
            1 => await record.ReadManyAsync([asked.First().PersonId], Purpose.Application(asked.First().Id), ct),
            _ => await record.ReadManyAsync([.. asked.Select(application => application.PersonId).Distinct()], Purpose.Payment(run), ct),
        };

    /// <returns>The code of what stands in the way; none where the application is released, now or before.</returns>
    private static async Task<string?> ReleaseAsync(
        UnitOfWork unit, PolicyBook policies, string site, Releasable? application, IReadOnlyDictionary<Guid, PersonFile> files, Dictionary<(string, int), decimal?> left,
        string payer, Guid run, DateTimeOffset now, CancellationToken ct)
    {
        if (application is null)
            return "application.unknown";
        unit.Audit(application.PersonId, Why.Of(application.CaseId, application.Id));
        if (application.IsReleased && application.State == States.Approved)
            return null;
        if (application.State != States.Approved)
            return "application.state";
        var policy = policies.Find(application.Programme, application.Year);
        if (Hindrances.OfRelease(application, files.GetValueOrDefault(application.PersonId), policy, payer) is { } hindrance)
            return hindrance;

        var year = (application.Programme, application.Year);
        if (!left.TryGetValue(year, out var rest))
            rest = (await Money.ReadAsync(unit.Connection, application.Programme, application.Year, ct)).Left;
        left[year] = rest;
        if (rest is null || rest < application.Amount)
            return "release.budget";
        if (!await WriteAsync(unit.Connection, site, application.Id, payer, run, now, ct))
            return "release.same-person";
        left[year] = rest - application.Amount;
        return null;
    }

    // What the constraints refuse takes back this row and no other.
    private static async Task<bool> WriteAsync(NpgsqlConnection connection, string site, Guid id, string payer, Guid run, DateTimeOffset now, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition("savepoint row", cancellationToken: ct));
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                update applications set released_by = @payer, released_at = @now
                 where site = @site and id = @id and state = 'approved' and released_by is null
                """,
                new { site, id, payer, now },
                cancellationToken: ct));
            await History.AddAsync(connection, site, id, now, payer, States.Approved, Done, Purpose.Payment(run).Text, ct);
            await connection.ExecuteAsync(new CommandDefinition("release savepoint row", cancellationToken: ct));
            return true;
        }
        catch (PostgresException exception) when (exception.ConstraintName == "released_by_a_fourth_person")
        {
            await connection.ExecuteAsync(new CommandDefinition("rollback to savepoint row", cancellationToken: ct));
            return false;
        }
    }
}
