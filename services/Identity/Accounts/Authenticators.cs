using System.Text;
using Wenden.Contracts.Identity;
using Wenden.Identity.Keys;

namespace Wenden.Identity.Accounts;

/// <summary>The second factor: codes of an authenticator app, each taken once.</summary>
internal sealed class Authenticators(NpgsqlDataSource database, SecretBox box, TimeProvider clock)
{
    private const string Purpose = "authenticator";

    public static byte[] Close(SecretBox box, string secret) => box.Close(Encoding.ASCII.GetBytes(secret), Purpose);

    /// <summary>Whether the code is the authenticator's and was not used before. Two requests with one code: one of them.</summary>
    public async Task<bool> TakeAsync(Account account, string code, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (account.AuthenticatorSecret is not { } closed || Totp.StepOf(Open(closed), code, now) is not { } step)
            return false;
        await using var connection = await database.OpenConnectionAsync(ct);
        return 1 == await connection.ExecuteAsync(new CommandDefinition(
            """
            update accounts
               set authenticator_step = @step, enrolled_at = coalesce(enrolled_at, @now)
             where id = @Id and authenticator_step < @step and authenticator_secret = @closed
            """, new { account.Id, step, now, closed }, cancellationToken: ct));
    }

    /// <summary>The secret to enrol with; the same until the first right code, however often the page is opened.</summary>
    public async Task<string> SecretToEnrolAsync(Guid account, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var closed = await connection.ExecuteScalarAsync<byte[]>(new CommandDefinition(
            """
            update accounts
               set authenticator_secret = coalesce(authenticator_secret, @fresh)
             where id = @account and enrolled_at is null
            returning authenticator_secret
            """, new { account, fresh = Close(box, Totp.NewSecret()) }, cancellationToken: ct));
        return Open(closed ?? throw new InvalidOperationException("The account has an authenticator already."));
    }

    private string Open(byte[] closed) => Encoding.ASCII.GetString(box.Open(closed, Purpose));
}
