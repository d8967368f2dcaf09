using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Accounts;

/// <summary><c>POST /accounts</c>: an account for somebody who works in the hall. The first password is given by the operator and must be changed.</summary>
internal static class CreateAccount
{
    internal sealed record Request
    {
        /// <summary>1 to 32 lower-case letters, digits or hyphens.</summary>
        public required string Name { get; init; }

        public required string FullName { get; init; }

        public required IReadOnlyList<string> Roles { get; init; }

        /// <summary>Sites to act at; <c>*</c> is every one.</summary>
        public required IReadOnlyList<string> Sites { get; init; }

        public required string Password { get; init; }
    }

    public static void MapCreateAccount(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/accounts", HandleAsync).RequireRole(Roles.Operator).AsCommand(requireKey: true).Audited("identity.create-account")
            .WithSummary("Makes an account");

    private static async Task<Results<Created<AccountView>, Problem>> HandleAsync(
        Request request, UnitOfWork unit, UserManager<Account> users, IPasswordHasher<Account> hasher, TimeProvider clock, CancellationToken ct)
    {
        var problem = AccountChecks.OfNames(request.Name, request.FullName)
            ?? AccountChecks.OfAccess(request.Roles, request.Sites)
            ?? await AccountChecks.OfPasswordAsync(users, request.Password);
        if (problem is not null)
            return problem;

        var id = Guid.CreateVersion7();
        var created = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts (id, user_name, normalized_user_name, password_hash, security_stamp, full_name, roles, sites, must_change_password)
            values (@id, @Name, upper(@Name), @hash, @stamp, @FullName, @roles, @sites, true)
                on conflict do nothing
            """,
            new
            {
                id,
                request.Name,
                request.FullName,
                hash = hasher.HashPassword(new Account(), request.Password),
                stamp = AccountTable.NewStamp(),
                roles = request.Roles.Distinct().ToArray(),
                sites = request.Sites.Distinct().ToArray(),
            },
            cancellationToken: ct));
        if (created == 0)
            return Problem.Conflict("account.name-taken", request.Name);
        unit.Audit(Purpose.Account(request.Name));
        return TypedResults.Created($"/accounts/{id}", await ListAccounts.FindAsync(unit.Connection, id, clock, ct));
    }
}
