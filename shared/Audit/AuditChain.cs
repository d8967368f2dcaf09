using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Wenden.Audit;

/// <summary>What a walk along the chain has found.</summary>
/// <param name="Count">How many entries are in order, from the first on.</param>
/// <param name="LastHash">Hash of the last of them; kept somewhere else, it proves later that nothing up to there was changed.</param>
/// <param name="Break">Where the chain breaks first; none where it is whole.</param>
public sealed record ChainReport(long Count, string LastHash, ChainBreak? Break = null);

/// <summary>The first broken place.</summary>
/// <param name="Sequence">Number of the entry.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record ChainBreak(long Sequence, BreakReason Reason);

/// <summary>What can be wrong with an entry.</summary>
public enum BreakReason
{
    /// <summary>There is no entry of that number, though there are later ones or the trail's head knows of it.</summary>
    Missing,

    /// <summary>It does not continue the entry before it.</summary>
    Detached,

    /// <summary>Its content does not match its hash.</summary>
    Changed,

    /// <summary>The trail's head does not know of it, or remembers another hash of it.</summary>
    UnknownToHead,

    /// <summary>An earlier walk has seen another entry in its place, or more entries than there are.</summary>
    Rewritten,
}

/// <summary>A place of the chain that an earlier walk has found in order.</summary>
/// <param name="Sequence">Number of the entry; 0 for an empty trail.</param>
/// <param name="Hash">Its hash in hexadecimal digits.</param>
public sealed record Checkpoint(long Sequence, string Hash);

/// <summary>Walks the chain from its first entry. Every hash is computed here, from the rows alone; nothing in the database is trusted to do it.</summary>
public static class AuditChain
{
    private static readonly string Nothing = new('0', 64);

    /// <summary>Walks along all entries, in one snapshot and with a few rows in memory at a time.</summary>
    /// <param name="connection">May read the schema <c>audit</c>.</param>
    /// <param name="before">What an earlier walk has found.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<ChainReport> VerifyAsync(NpgsqlConnection connection, Checkpoint? before, CancellationToken ct)
    {
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var head = await ReadHeadAsync(connection, ct);
        var sound = new Checkpoint(0, Nothing);
        await foreach (var (entry, previous, hash) in ReadAsync(connection, ct))
        {
            BreakReason? reason =
                entry.Sequence != sound.Sequence + 1 ? BreakReason.Missing
                : Convert.ToHexStringLower(previous) != sound.Hash ? BreakReason.Detached
                : !entry.HashAfter(previous).AsSpan().SequenceEqual(hash) ? BreakReason.Changed
                : entry.Sequence > head.Sequence ? BreakReason.UnknownToHead
                : null;
            if (reason is { } broken)
                return Report(sound, new ChainBreak(sound.Sequence + 1, broken));

            var next = new Checkpoint(entry.Sequence, Convert.ToHexStringLower(hash));
            if (next.Sequence == before?.Sequence && next.Hash != before.Hash)
                return Report(sound, new ChainBreak(next.Sequence, BreakReason.Rewritten));
            sound = next;
        }

        if (sound.Sequence < head.Sequence)
            return Report(sound, new ChainBreak(sound.Sequence + 1, BreakReason.Missing));
        if (sound.Hash != head.Hash)
            return Report(sound, new ChainBreak(sound.Sequence, BreakReason.UnknownToHead));
        return Report(sound, sound.Sequence < before?.Sequence ? new ChainBreak(sound.Sequence + 1, BreakReason.Rewritten) : null);
    }

    private static ChainReport Report(Checkpoint sound, ChainBreak? broken) => new(sound.Sequence, sound.Hash, broken);

    private static async Task<Checkpoint> ReadHeadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select last, hash from audit.head", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new Checkpoint(row.GetInt64(0), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(1))) : new Checkpoint(0, Nothing);
    }

    private static async IAsyncEnumerable<(AuditEntry Entry, byte[] Previous, byte[] Hash)> ReadAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select sequence, (extract(epoch from at) * 1000000)::bigint, actor, roles, site, address, action, person_id, purpose, trace_id, previous, hash
              from audit.entries
             order by sequence
            """, connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var entry = new AuditEntry(
                row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), Text(row, 5), row.GetString(6),
                row.IsDBNull(7) ? null : row.GetGuid(7), Text(row, 8), Text(row, 9));
            yield return (entry, row.GetFieldValue<byte[]>(10), row.GetFieldValue<byte[]>(11));
        }
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
