using Wenden.Identity.Settings;

namespace Wenden.Identity.Keys;

/// <summary>The table <c>keys</c>. Replicas that want a new key at the same time take turns, and the second finds it made.</summary>
internal sealed class KeyTable(NpgsqlDataSource database, SecretBox box, IdentitySettings settings, TimeProvider clock)
{
    // Any fixed number, other than that of migrations.
    private const long Turn = 0x4B_45_59_53;

    /// <summary>
    /// How long a key is kept after its successor has taken over: longer than anything lives that it can have signed or encrypted, and a day
    /// more, for an identity token may name whom to sign out after it has expired.
    /// </summary>
    private TimeSpan Kept => TimeSpan.FromTicks(Math.Max(Tokens.Lifetimes.Longest.Ticks, settings.Idle.Ticks)) + TimeSpan.FromDays(1);

    /// <summary>All keys that count, oldest first by when they came or come into use.</summary>
    public async Task<IReadOnlyList<StoredKey>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var keys = await connection.QueryAsync<StoredKey>(new CommandDefinition(
            """
            select key_id, use, created_at, in_use_from, secret
              from (select *, lead(in_use_from) over (partition by use order by in_use_from) as replaced_at from keys where refused_at is null) as all_keys
             where replaced_at is null or replaced_at > @now - @Kept
             order by in_use_from
            """, new { now = clock.GetUtcNow(), Kept }, cancellationToken: ct));
        return keys.AsList();
    }

    /// <summary>Makes the first keys, and a successor for each whose newest is old. True where anything was made.</summary>
    public Task<bool> RenewAsync(CancellationToken ct) => AddAsync(force: false, refuseOthers: false, trail: null, ct);

    /// <summary>Makes a successor of each now. With <paramref name="refuseOthers"/> it is used at once, and all earlier ones are refused.</summary>
    public Task ReplaceAsync(bool refuseOthers, AuditTrail trail, CancellationToken ct) => AddAsync(force: true, refuseOthers, trail, ct);

    private async Task<bool> AddAsync(bool force, bool refuseOthers, AuditTrail? trail, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@Turn)", new { Turn }, cancellationToken: ct));

        var now = clock.GetUtcNow();
        var isNew = false;
        foreach (var use in new[] { StoredKey.ForSigning, StoredKey.ForEncryption })
        {
            var newest = await connection.ExecuteScalarAsync<DateTime?>(new CommandDefinition(
                "select max(created_at) from keys where use = @use and refused_at is null", new { use }, cancellationToken: ct));
            if (newest is not null && !force && now - newest < settings.Keys.RotateAfter)
                continue;

            if (refuseOthers)
                await connection.ExecuteAsync(new CommandDefinition(
                    "update keys set refused_at = @now where use = @use and refused_at is null", new { now, use }, cancellationToken: ct));
            var key = StoredKey.New(use, now, newest is null || refuseOthers ? now : now + settings.Keys.Announce, box);
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into keys (key_id, use, created_at, in_use_from, secret) values (@KeyId, @Use, @CreatedAt, @InUseFrom, @Secret)",
                key, cancellationToken: ct));
            isNew = true;
        }

        if (trail is not null)
            await trail.WriteAsync(connection, ct);
        await transaction.CommitAsync(ct);
        return isNew;
    }
}
