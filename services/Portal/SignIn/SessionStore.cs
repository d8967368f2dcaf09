using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Wenden.Portal.SignIn;

/// <summary>Sessions in the database; the browser has a random key and nothing else.</summary>
internal sealed class SessionStore(NpgsqlDataSource database, IDataProtectionProvider protection, IOptions<SessionOptions> options) : ITicketStore
{
    /// <summary>A property of the ticket of a device, which has nobody who could be idle.</summary>
    public const string DeviceProperty = "device";

    private readonly IDataProtector _protector = protection.CreateProtector("Wenden.Portal.Sessions");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var isDevice = ticket.Properties.Items.ContainsKey(DeviceProperty);
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            delete from sessions where ends_at < now() or seen_at + idle < now();
            insert into sessions (id, subject, ticket, idle, ends_at) values (@id, @subject, @ticket, @idle, now() + @longest);
            """,
            new
            {
                id = IdOf(key),
                subject = ticket.Principal.FindFirst("sub")?.Value ?? "",
                ticket = Protect(ticket),
                idle = isDevice ? options.Value.Device : options.Value.Idle,
                longest = isDevice ? options.Value.Device : options.Value.Longest,
            });
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        await using var connection = await database.OpenConnectionAsync();
        await WriteAsync(connection, IdOf(key), ticket, CancellationToken.None);
    }

    /// <summary>The ticket of a session that still stands. Asking counts as using it.</summary>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var id = IdOf(key);
        if (!await TouchAsync(id, CancellationToken.None))
            return null;
        await using var connection = await database.OpenConnectionAsync();
        var ticket = await ReadAsync(connection, id, forUpdate: false, CancellationToken.None);
        if (ticket is null)
            return null;

        // Idle time is kept in the table, so that a busy page prolongs it too; the cookie handler has nothing to add.
        ticket.Properties.ExpiresUtc = null;
        ((ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new Claim(Person.SessionClaim, Convert.ToHexString(id)));
        return ticket;
    }

    public async Task RemoveAsync(string key) => await EndAsync(IdOf(key), CancellationToken.None);

    /// <summary>Ends a session; pages that are open notice it within <c>Session:Revalidate</c>.</summary>
    public async Task EndAsync(byte[] id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("delete from sessions where id = @id", new { id }, cancellationToken: ct));
    }

    /// <summary>Notes that the session is used; false where there is none any more. Writes at most ten times in an idle time.</summary>
    public async Task<bool> TouchAsync(byte[] id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            with touched as (
                update sessions set seen_at = now()
                 where id = @id and ends_at > now() and seen_at + idle > now() and seen_at + idle / 10 < now())
            select exists (select from sessions where id = @id and ends_at > now() and seen_at + idle > now())
            """, new { id }, cancellationToken: ct));
    }

    /// <summary>Whether the session still stands; asking does not count as using it.</summary>
    public async Task<bool> StandsAsync(byte[] id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from sessions where id = @id and ends_at > now() and seen_at + idle > now())", new { id }, cancellationToken: ct));
    }

    public async Task<AuthenticationTicket?> ReadAsync(NpgsqlConnection connection, byte[] id, bool forUpdate, CancellationToken ct)
    {
        var bytes = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
            "select ticket from sessions where id = @id and ends_at > now() and seen_at + idle > now()" + (forUpdate ? " for update" : ""),
            new { id }, cancellationToken: ct));
        return bytes is null ? null : Unprotect(bytes);
    }

    public Task WriteAsync(NpgsqlConnection connection, byte[] id, AuthenticationTicket ticket, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update sessions set ticket = @ticket where id = @id", new { id, ticket = Protect(ticket) }, cancellationToken: ct));

    private byte[] Protect(AuthenticationTicket ticket) => _protector.Protect(TicketSerializer.Default.Serialize(ticket));

    private AuthenticationTicket? Unprotect(byte[] bytes)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(_protector.Unprotect(bytes));
        }
        catch (CryptographicException)
        {
            // The keys it was made with are gone: whoever it was signs in anew.
            return null;
        }
    }

    private static byte[] IdOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
