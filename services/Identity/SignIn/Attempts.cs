using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Wenden.Identity.SignIn;

/// <summary>
/// Lockout after wrong passwords and codes, by the numbers of ASP.NET Core Identity. A try is counted before it is judged, in one statement, so that
/// many at once are not more than the number allowed.
/// </summary>
internal sealed class Attempts(NpgsqlDataSource database, IOptions<IdentityOptions> options, TimeProvider clock)
{
    /// <summary>False while the account is locked; nothing is judged then.</summary>
    public async Task<bool> TakeAsync(Guid account, CancellationToken ct)
    {
        var lockout = options.Value.Lockout;
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(ct);
        return 1 == await connection.ExecuteAsync(new CommandDefinition(
            """
            update accounts
               set access_failed_count = case when access_failed_count + 1 >= @most then 0 else access_failed_count + 1 end,
                   lockout_end = case when access_failed_count + 1 >= @most then @until end
             where id = @account and (lockout_end is null or lockout_end <= @now)
            """,
            new { account, now, most = lockout.MaxFailedAccessAttempts, until = now + lockout.DefaultLockoutTimeSpan }, cancellationToken: ct));
    }

    /// <summary>The try was right: those before it are forgotten.</summary>
    public async Task ForgetAsync(Guid account, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts set access_failed_count = 0, lockout_end = null where id = @account", new { account }, cancellationToken: ct));
    }
}
