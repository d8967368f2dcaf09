using Wenden.Subsidy.Drafts;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Simulations;

/// <summary>An operator asks what a draft would come to for everybody in the registry. It is worked out in the background and kept.</summary>
internal static class StartSimulation
{
    public static void MapStartSimulation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/policy-drafts/{id:guid}/simulations", Handle).RequireRole(Roles.Operator).AsCommand().Audited("subsidy.simulate-policy")
            .WithSummary("Starts the run, or anew where it is finished; a run that goes on stays as it is")
            .Produces(StatusCodes.Status202Accepted);

    private static async Task<IResult> Handle(Guid id, ClaimsPrincipal caller, UnitOfWork unit, PolicyBook book, TimeProvider clock, CancellationToken ct)
    {
        var draft = await unit.Connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            $"select {Draft.Columns} from policy_drafts where id = @id", new { id }, cancellationToken: ct));
        if (draft is null)
            return Problem.NotFound("policy.unknown");

        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into policy_simulations (draft_id, present, started_by, started_at) values (@id, @present, @by, @now)
                on conflict (draft_id) do update
               set present = excluded.present, state = 'running', started_by = excluded.started_by, started_at = excluded.started_at, finished_at = null,
                   last_person = null, done = 0, gain = 0, lose = 0, same = 0, unknown = 0, cost_before = 0, cost_now = 0, examples = '[]'
             where policy_simulations.state = 'finished'
            """,
            new
            {
                id,
                present = ShowDraft.Beside(book, draft.Programme, draft.Year, clock.HallDay()).Policy.Fingerprint,
                by = caller.AccountName(),
                now = clock.GetUtcNow(),
            },
            cancellationToken: ct));
        unit.Audit(Purpose.Policy(id));
        return TypedResults.Accepted($"/policy-drafts/{id}/simulation");
    }
}
