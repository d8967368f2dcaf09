namespace Wenden.Identity.Accounts;

/// <summary>Ends what an account has open: its tokens here at once, everywhere else when the services next ask for <c>/stopped</c>.</summary>
internal static class StopAccount
{
    /// <summary>Refuses tokens issued before now.</summary>
    public static Task RefuseTokensAsync(NpgsqlConnection connection, Guid id, TimeProvider clock, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update accounts set stopped_since = @now where id = @id", new { id, now = clock.GetUtcNow() }, cancellationToken: ct));

    /// <summary>Refuses tokens, revokes codes and refresh tokens, and ends sessions at the sign-in pages.</summary>
    public static Task EndSessionsAsync(NpgsqlConnection connection, Guid id, TimeProvider clock, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update accounts set stopped_since = @now, security_stamp = @stamp where id = @id;
            update tokens set status = 'revoked', concurrency_token = @stamp where subject = @id::text and status = 'valid';
            update authorizations set status = 'revoked', concurrency_token = @stamp where subject = @id::text and status = 'valid';
            """, new { id, now = clock.GetUtcNow(), stamp = AccountTable.NewStamp() }, cancellationToken: ct));
}
