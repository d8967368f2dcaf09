using Microsoft.EntityFrameworkCore;
using Wenden.Identity.Storage;

namespace Wenden.Identity.Accounts;

/// <summary>Finds accounts, as they are at this moment.</summary>
internal sealed class AccountTable(IdentityStore store, NpgsqlDataSource database)
{
    public Task<Account?> FindAsync(Guid id, CancellationToken ct) =>
        store.Users.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, ct);

    public Task<Account?> FindByNameAsync(string name, CancellationToken ct)
    {
        var normalized = name.ToUpperInvariant();
        return store.Users.AsNoTracking().SingleOrDefaultAsync(account => account.NormalizedUserName == normalized, ct);
    }

    /// <summary>The account of a citizen, made at the first sign-in.</summary>
    public async Task<Account> OfCitizenAsync(Guid person, string fullName, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts (id, user_name, normalized_user_name, security_stamp, full_name, roles, sites, person_id)
            values (@id, @name, upper(@name), @stamp, @fullName, @roles, '{*}', @person)
                on conflict do nothing
            """,
            new { id = Guid.CreateVersion7(), name = $"citizen-{person:N}", stamp = NewStamp(), fullName, roles = new[] { Roles.Citizen }, person },
            cancellationToken: ct));
        return await store.Users.AsNoTracking().SingleAsync(account => account.PersonId == person, ct);
    }

    /// <summary>A new security stamp; whoever signed in under another has to do so again.</summary>
    public static string NewStamp() => Guid.CreateVersion7().ToString("N");
}
