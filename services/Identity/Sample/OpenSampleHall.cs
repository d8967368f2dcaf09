using Microsoft.AspNetCore.Identity;
using Wenden.Contracts.Identity;
using Wenden.Identity.Accounts;
using Wenden.Identity.Keys;

namespace Wenden.Identity.Sample;

/// <summary>Makes the accounts of the sample hall where they are not there yet. What an operator has changed stays.</summary>
internal sealed class OpenSampleHall(NpgsqlDataSource database, IPasswordHasher<Account> hasher, SecretBox box, TimeProvider clock) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var present = (await connection.QueryAsync<string>("select user_name from accounts where person_id is null")).ToHashSet();
        var missing = SampleHall.Accounts.Where(account => !present.Contains(account.Name)).ToList();
        if (missing.Count == 0)
            return;

        // One hash for all: everybody knows the password anyway, and 25 take seconds.
        var hash = hasher.HashPassword(new Account(), SampleHall.Password);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts (id, user_name, normalized_user_name, password_hash, security_stamp, full_name, roles, sites, authenticator_secret, enrolled_at)
            values (@id, @Name, upper(@Name), @hash, @stamp, @FullName, @roles, @sites, @secret, @enrolledAt)
                on conflict do nothing
            """,
            missing.Select(account => new
            {
                id = Guid.CreateVersion7(),
                account.Name,
                hash,
                stamp = AccountTable.NewStamp(),
                account.FullName,
                roles = new[] { account.Role },
                sites = new[] { SampleHall.Site },
                secret = account.AuthenticatorSecret is { } secret ? Authenticators.Close(box, secret) : null,
                enrolledAt = account.AuthenticatorSecret is null ? null : (DateTimeOffset?)clock.GetUtcNow(),
            }),
            cancellationToken: cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
