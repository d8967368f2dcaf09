using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Accounts;

/// <summary>
/// <c>POST /accounts/{id}/…</c>: what an operator does with an account. Each can be sent twice; each answers with the account as it is then.
/// </summary>
internal static class AccountActions
{
    internal sealed record NewPassword
    {
        public required string Password { get; init; }
    }

    public static void MapAccountActions(this IEndpointRouteBuilder routes)
    {
        Map(routes, "disable", "Shuts the account and ends all its sessions", "disabled_since = coalesce(disabled_since, @now)", endsSessions: true, notOneself: true);
        Map(routes, "enable", "Opens the account again", "disabled_since = null");
        Map(routes, "unlock", "Ends a lockout after wrong passwords or codes", "access_failed_count = 0, lockout_end = null");
        Map(routes, "reset-second-factor", "Forgets the authenticator; the next sign-in sets one up anew",
            "authenticator_secret = null, enrolled_at = null, authenticator_step = 0", endsSessions: true);
        Map(routes, "sign-out", "Ends all sessions of the account", "id = id", endsSessions: true);
        routes.MapPost("/accounts/{id:guid}/password", ResetPasswordAsync).RequireRole(Roles.Operator).AsCommand().Audited("identity.reset-password")
            .WithSummary("Gives the account a password that must be changed at the next sign-in, and ends all its sessions");
    }

    /// <summary>Notes that an operator changes the account; a citizen's by the person.</summary>
    public static void Audit(this UnitOfWork unit, AccountView account)
    {
        if (account.PersonId is { } person)
            unit.Audit(person);
        else
            unit.Audit(Purpose.Account(account.Name));
    }

    public static bool IsAccount(this ClaimsPrincipal caller, Guid id) => caller.FindFirstValue(OpenIddictConstants.Claims.Subject) == id.ToString();

    /// <param name="routes">Where to add the endpoint.</param>
    /// <param name="action">Last part of the address.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="change">What it sets, a constant of this file.</param>
    /// <param name="endsSessions">Whether tokens and sessions end with it.</param>
    /// <param name="notOneself">Whether an operator may not do it to himself.</param>
    private static void Map(IEndpointRouteBuilder routes, string action, string summary, string change, bool endsSessions = false, bool notOneself = false) =>
        routes.MapPost($"/accounts/{{id:guid}}/{action}", async Task<Results<Ok<AccountView>, Problem>> (
            Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct) =>
        {
            if (notOneself && caller.IsAccount(id))
                return Problem.Conflict("account.self");
            await unit.Connection.ExecuteAsync(new CommandDefinition(
                $"update accounts set {change} where id = @id", new { id, now = clock.GetUtcNow() }, cancellationToken: ct));
            if (await ListAccounts.FindAsync(unit.Connection, id, clock, ct) is not { } account)
                return Problem.NotFound("account.unknown");
            if (endsSessions)
                await StopAccount.EndSessionsAsync(unit.Connection, id, clock, ct);
            unit.Audit(account);
            return TypedResults.Ok(account);
        }).RequireRole(Roles.Operator).AsCommand().Audited($"identity.{action}").WithSummary(summary);

    private static async Task<Results<Ok<AccountView>, Problem>> ResetPasswordAsync(
        Guid id, NewPassword request, UnitOfWork unit, UserManager<Account> users, IPasswordHasher<Account> hasher, TimeProvider clock, CancellationToken ct)
    {
        if (await AccountChecks.OfPasswordAsync(users, request.Password) is { } problem)
            return problem;
        var changed = await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update accounts set password_hash = @hash, must_change_password = true where id = @id and person_id is null",
            new { id, hash = hasher.HashPassword(new Account(), request.Password) }, cancellationToken: ct));
        if (await ListAccounts.FindAsync(unit.Connection, id, clock, ct) is not { } account)
            return Problem.NotFound("account.unknown");
        if (changed == 0)
            return Problem.Conflict("account.citizen");
        await StopAccount.EndSessionsAsync(unit.Connection, id, clock, ct);
        unit.Audit(account);
        return TypedResults.Ok(account);
    }
}
