using Wenden.Contracts.Identity;

namespace Wenden.Identity.Accounts;

/// <summary><c>GET /accounts?kind=staff&amp;search=…&amp;after=…</c>: accounts by name, up to 100 at a time.</summary>
internal static class ListAccounts
{
    private const int Page = 100;

    // Wants @now.
    private const string Columns =
        """
        id, user_name as name, full_name, roles, sites, person_id, enrolled_at is not null as has_authenticator, must_change_password,
        disabled_since, case when lockout_end > @now then lockout_end end as locked_until
        """;

    public static void MapListAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts", HandleAsync).RequireRole(Roles.Operator)
            .WithSummary("Accounts by name; kind staff (usual) or citizen, search in name and full name, after the name of the last one seen")
            .Produces<IEnumerable<AccountView>>();
        routes.MapGet("/accounts/{id:guid}", ReadAsync).RequireRole(Roles.Operator).WithSummary("One account").Produces<AccountView>();
    }

    private static async Task<IResult> HandleAsync(NpgsqlDataSource database, TimeProvider clock, CancellationToken ct, string kind = "staff", string? search = null, string? after = null)
    {
        if (kind is not ("staff" or "citizen"))
            return Problem.Invalid("account.kind");
        await using var connection = await database.OpenConnectionAsync(ct);
        return Results.Ok(await connection.QueryAsync<AccountView>(new CommandDefinition(
            $"""
            select {Columns} from accounts
             where (person_id is not null) = @isCitizen and user_name > @after
               and (@search = '' or strpos(lower(user_name), lower(@search)) > 0 or strpos(full_name, @search) > 0)
             order by user_name limit {Page}
            """,
            new { now = clock.GetUtcNow(), isCitizen = kind == "citizen", after = after ?? "", search = search ?? "" }, cancellationToken: ct)));
    }

    private static async Task<IResult> ReadAsync(Guid id, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(connection, id, clock, ct) is { } account ? Results.Ok(account) : Problem.NotFound("account.unknown");
    }

    public static Task<AccountView?> FindAsync(NpgsqlConnection connection, Guid id, TimeProvider clock, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<AccountView>(new CommandDefinition(
            $"select {Columns} from accounts where id = @id", new { id, now = clock.GetUtcNow() }, cancellationToken: ct));
}
