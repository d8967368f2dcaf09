using Microsoft.AspNetCore.Http.HttpResults;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Accounts;

/// <summary>
/// <c>PUT /accounts/{id}/access</c>: other roles and sites. Present access tokens are refused within a minute; the next ones, got by refresh, say what holds now.
/// </summary>
internal static class ChangeAccess
{
    internal sealed record Request
    {
        public required IReadOnlyList<string> Roles { get; init; }

        public required IReadOnlyList<string> Sites { get; init; }
    }

    public static void MapChangeAccess(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/accounts/{id:guid}/access", HandleAsync).RequireRole(Roles.Operator).AsCommand().Audited("identity.change-access")
            .WithSummary("Gives an account other roles and sites");

    private static async Task<Results<Ok<AccountView>, Problem>> HandleAsync(
        Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (AccountChecks.OfAccess(request.Roles, request.Sites) is { } problem)
            return problem;
        // Nobody gives himself what another should have to give.
        if (caller.IsAccount(id))
            return Problem.Conflict("account.self");

        var changed = await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update accounts set roles = @roles, sites = @sites where id = @id and person_id is null",
            new { id, roles = request.Roles.Distinct().ToArray(), sites = request.Sites.Distinct().ToArray() }, cancellationToken: ct));
        if (await ListAccounts.FindAsync(unit.Connection, id, clock, ct) is not { } account)
            return Problem.NotFound("account.unknown");
        if (changed == 0)
            return Problem.Conflict("account.citizen");
        unit.Audit(account);
        // A session that began with a password alone must not go on with a role that needs a second factor.
        if (!account.HasAuthenticator && account.Roles.Any(HallRoles.WithSecondFactor.Contains))
            await StopAccount.EndSessionsAsync(unit.Connection, id, clock, ct);
        else
            await StopAccount.RefuseTokensAsync(unit.Connection, id, clock, ct);
        return TypedResults.Ok(account);
    }
}
