using System.Data;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Renewals;

/// <summary>
/// Starts the yearly run that continues subsidies (首次申请、连续补贴); the work is done by <see cref="RenewalWorker"/>. A finished run that is started again
/// takes those who came since and those who failed.
/// </summary>
internal static class StartRenewal
{
    public static void MapStartRenewal(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/programmes/{programme}/{year:int}/renewals", Handle).RequireRole(Roles.Operator).AsCommand()
            .Audited("subsidy.start-renewal");

    private static async Task<IResult> Handle(
        string programme, int year, ClaimsPrincipal caller, UnitOfWork unit, PolicyBook policies, TimeProvider clock, CancellationToken ct)
    {
        if (policies.Find(programme, year) is not { } policy)
            return Problem.NotFound("programme.unknown", programme, year);
        var now = clock.GetUtcNow();
        if (!policy.Window.Contains(Hall.DayOf(now)))
        {
            return Problem.Conflict("renewal.outside-window", $"{policy.Window.From:yyyy-MM-dd}", $"{policy.Window.To:yyyy-MM-dd}")
                .With("from", policy.Window.From).With("to", policy.Window.To);
        }

        var id = Guid.CreateVersion7();
        if (await BeginAsync(unit.Connection, id, programme, year, caller.AccountName(), now, ct) is not { } begun)
        {
            var running = await RenewalRun.FindAsync(unit.Connection, programme, year, ct);
            return Problem.Conflict("renewal.running").With("id", running?.Id);
        }

        unit.Audit(Purpose.Renewal(begun));
        await FillAsync(unit.Connection, begun, now, ct);
        var run = (await RenewalRun.FindAsync(unit.Connection, begun, ct))!;
        return begun == id ? TypedResults.Accepted($"/renewals/{id}", run) : TypedResults.Ok(run);
    }

    // None where it is running.
    private static Task<Guid?> BeginAsync(
        IDbConnection connection, Guid id, string programme, int year, string by, DateTimeOffset now, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            """
            insert into renewal_runs (id, programme, year, from_year, state, started_at, started_by)
            select @id, @programme, @year, coalesce(max(year), @year - 1), 'running', @now, @by
              from applications
             where programme = @programme and year < @year and state = 'approved'
                on conflict (programme, year) do update
               set state = 'running', started_at = excluded.started_at, started_by = excluded.started_by, finished_at = null,
                   from_year = case when exists (select from renewal_results where run_id = renewal_runs.id)
                                    then renewal_runs.from_year else excluded.from_year end
             where renewal_runs.state = 'finished'
            returning id
            """,
            new { id, programme, year, by, now },
            cancellationToken: ct));

    private static Task<int> FillAsync(IDbConnection connection, Guid id, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into renewal_results (run_id, application_id, site, person_id)
            select run.id, application.id, application.site, application.person_id
              from renewal_runs as run
              join applications as application on application.programme = run.programme and application.year = run.from_year
             where run.id = @id and application.state = 'approved'
                on conflict do nothing;
            update renewal_results
               set state = 'waiting', at = null, outcome = null, reasons = '[]', changed = '[]'
             where run_id = @id and state = 'failed';
            update renewal_runs
               set state = 'finished', finished_at = @now
             where id = @id and not exists (select from renewal_results where run_id = @id and state = 'waiting');
            """,
            new { id, now },
            commandTimeout: 300,
            cancellationToken: ct));
}
