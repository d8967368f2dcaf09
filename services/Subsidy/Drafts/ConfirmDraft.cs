using System.Data;

namespace Wenden.Subsidy.Drafts;

/// <summary>Another person than the one who loaded a policy puts it in force, or somebody withdraws it before that.</summary>
internal static class ConfirmDraft
{
    public static void MapConfirmDraft(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/policy-drafts/{id:guid}/confirm", ConfirmAsync).RequireRole(Roles.Operator, Roles.Approver).AsCommand()
            .Audited("subsidy.confirm-policy").Produces<Draft>();
        routes.MapPost("/policy-drafts/{id:guid}/withdraw", WithdrawAsync).RequireRole(Roles.Operator, Roles.Approver).AsCommand()
            .Audited("subsidy.withdraw-policy").Produces<Draft>();
    }

    private static async Task<IResult> ConfirmAsync(Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        // Nobody applies in the past: a day that went by meanwhile is today.
        var draft = await unit.Connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            $"""
            with confirmed as (
                update policy_drafts
                   set state = 'confirmed', confirmed_by = @by, confirmed_at = @now, effective_from = greatest(effective_from, @today)
                 where id = @id and state = 'draft' and lower(loaded_by) <> lower(@by)
                returning *),
            kept as (
                insert into policy_texts (sha256, yaml, kept_at) select sha256, yaml, @now from confirmed on conflict do nothing)
            select {Draft.Columns} from confirmed
            """,
            new { id, by, now, today = clock.HallDay() },
            cancellationToken: ct));
        if (draft is null)
            return await WhyNotAsync(unit.Connection, id, by, "confirmed", ct);
        unit.Audit(Purpose.Policy(id));
        return TypedResults.Ok(draft);
    }

    private static async Task<IResult> WithdrawAsync(Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var by = caller.AccountName();
        var draft = await unit.Connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            $"""
            update policy_drafts set state = 'withdrawn', withdrawn_by = @by, withdrawn_at = @now where id = @id and state = 'draft'
            returning {Draft.Columns}
            """,
            new { id, by, now = clock.GetUtcNow() },
            cancellationToken: ct));
        if (draft is null)
            return await WhyNotAsync(unit.Connection, id, by, "withdrawn", ct);
        unit.Audit(Purpose.Policy(id));
        return TypedResults.Ok(draft);
    }

    // Who has done it already is told so again.
    private static async Task<IResult> WhyNotAsync(IDbConnection connection, Guid id, string by, string wanted, CancellationToken ct)
    {
        var draft = await connection.QuerySingleOrDefaultAsync<Draft>(new CommandDefinition(
            $"select {Draft.Columns} from policy_drafts where id = @id", new { id }, cancellationToken: ct));
        return draft switch
        {
            null => Problem.NotFound("policy.unknown"),
            _ when draft.State == wanted && (draft.ConfirmedBy ?? draft.WithdrawnBy) == by => TypedResults.Ok(draft),
            { State: "draft" } => Problem.Forbidden("policy.same-person"),
            _ => Problem.Conflict("policy.state", draft.State).With("state", draft.State),
        };
    }
}
