using Microsoft.AspNetCore.Identity;
using Wenden.Identity.Settings;

namespace Wenden.Identity.Accounts;

/// <summary>A hall without any account of its own gets one, <c>operator</c>, with the configured password, which must be changed at the first sign-in.</summary>
internal sealed class FirstOperator(IdentitySettings settings, NpgsqlDataSource database, IPasswordHasher<Account> hasher, ILogger<FirstOperator> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<bool>("select exists (select 1 from accounts where person_id is null)"))
            return;
        if (settings.FirstPassword is not { Length: > 0 } password)
        {
            logger.LogWarning("There is no account and nobody can sign in: set Identity:FirstPassword once, for the account operator");
            return;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts (id, user_name, normalized_user_name, password_hash, security_stamp, full_name, roles, sites, must_change_password)
            values (@id, 'operator', 'OPERATOR', @hash, @stamp, '系统管理', @roles, '{*}', true)
                on conflict do nothing
            """,
            new { id = Guid.CreateVersion7(), hash = hasher.HashPassword(new Account(), password), stamp = AccountTable.NewStamp(), roles = new[] { Roles.Operator } },
            cancellationToken: cancellationToken));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
