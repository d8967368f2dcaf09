using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wenden.Identity.Settings;

namespace Wenden.Identity.SignIn;

/// <summary>
/// Lockout of an account after wrong passwords and codes, by the numbers of ASP.NET Core Identity, and a limit of wrong passwords for an address. A try
/// is counted before it is judged, so that many at once are not more than the number allowed.
/// </summary>
internal sealed class Attempts(NpgsqlDataSource database, IOptions<IdentityOptions> options, IdentitySettings settings, TimeProvider clock)
{
    private static readonly TimeSpan _counted = TimeSpan.FromHours(1);

    /// <summary>A try with a password that has been counted.</summary>
    /// <param name="Id">Its row.</param>
    /// <param name="IsOpen">Whether there is such an account and it is not locked.</param>
    internal sealed record Try(long Id, bool IsOpen);

    /// <summary>
    /// Counts a try with a password; null where the address has had too many wrong ones. It takes the same statements whether or not there is an account.
    /// </summary>
    public async Task<Try?> BeginAsync(Guid? account, string address, CancellationToken ct)
    {
        var (now, most, until) = Numbers();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One after the other for one address, or two at once would both count too few.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended(@address, 2))", new { address }, cancellationToken: ct));
        var counted = await connection.QuerySingleOrDefaultAsync<Try>(new CommandDefinition(
            $"""
            with counted as (
                insert into sign_in_tries (address, tried_at)
                select @address, @now
                 where (select count(*) from sign_in_tries where address = @address and tried_at > @from) < @PerAddress
                returning try_id),
            taken as (
                update accounts set {Counting}
                 where id = @account and (lockout_end is null or lockout_end <= @now) and exists (select from counted)
                returning id)
            select try_id as id, exists (select from taken) as is_open from counted
            """,
            new { account, address, now, most, until, from = now - _counted, settings.Passwords.PerAddress }, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return counted;
    }

    /// <summary>The password was right: the address has not guessed.</summary>
    public async Task TakeBackAsync(Try counted, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("delete from sign_in_tries where try_id = @Id", counted, cancellationToken: ct));
    }

    /// <summary>Counts a try with a code. False while the account is locked; nothing is judged then.</summary>
    public async Task<bool> TakeAsync(Guid account, CancellationToken ct)
    {
        var (now, most, until) = Numbers();
        await using var connection = await database.OpenConnectionAsync(ct);
        return 1 == await connection.ExecuteAsync(new CommandDefinition(
            $"update accounts set {Counting} where id = @account and (lockout_end is null or lockout_end <= @now)",
            new { account, now, most, until }, cancellationToken: ct));
    }

    /// <summary>The try was right: those before it are forgotten.</summary>
    public async Task ForgetAsync(Guid account, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts set access_failed_count = 0, lockout_end = null where id = @account", new { account }, cancellationToken: ct));
    }

    private const string Counting =
        """
        access_failed_count = case when access_failed_count + 1 >= @most then 0 else access_failed_count + 1 end,
        lockout_end = case when access_failed_count + 1 >= @most then @until end
        """;

    private (DateTimeOffset Now, int Most, DateTimeOffset Until) Numbers()
    {
        var (now, lockout) = (clock.GetUtcNow(), options.Value.Lockout);
        return (now, lockout.MaxFailedAccessAttempts, now + lockout.DefaultLockoutTimeSpan);
    }
}
