using System.Text.Json;

namespace Wenden.Registry.Contests;

/// <summary>A value that its person says is wrong.</summary>
internal sealed record ContestedFact
{
    public required string Site { get; init; }

    public required Guid Id { get; init; }

    public required Guid PersonId { get; init; }

    /// <summary>Name of the fact.</summary>
    public required string Fact { get; init; }

    /// <summary>What the registry held; none where it held nothing.</summary>
    public JsonElement? Stated { get; init; }

    /// <summary>Who had stated that.</summary>
    public string? Source { get; init; }

    /// <summary>What the person says is right.</summary>
    public required JsonElement Claimed { get; init; }

    public required string Reason { get; init; }

    public required string AskedBy { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary><c>accepted</c> or <c>refused</c>; none as long as nobody has decided.</summary>
    public string? Result { get; init; }

    /// <summary>Why, for the person to read.</summary>
    public string? Answer { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }
}

internal static class ContestTable
{
    /// <summary>The first that fits, or null.</summary>
    public static async Task<ContestedFact?> FindContestAsync(this NpgsqlConnection connection, string where, object arguments, CancellationToken ct) =>
        await connection.ContestsAsync(where, arguments, ct) is [var first, ..] ? first : null;

    /// <summary>Those that fit, the oldest first; up to 200.</summary>
    public static async Task<IReadOnlyList<ContestedFact>> ContestsAsync(this NpgsqlConnection connection, string where, object arguments, CancellationToken ct) =>
        (await connection.QueryAsync<ContestedFact>(new CommandDefinition(
            $"select * from contested_facts where {where} order by asked_at, id limit 200", arguments, cancellationToken: ct))).AsList();
}
