using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Telemetry;

namespace Wenden.Messaging;

/// <summary>
/// Whose data one request or one message reads or changes. A command's unit of work writes it with what the command changes; what a reading
/// endpoint notes is written before its answer leaves.
/// </summary>
public sealed class AuditTrail
{
    private const string EverySite = "*";
    private readonly HashSet<(Guid? Person, Purpose? Purpose)> _persons = [];
    private readonly string _service;
    private readonly TimeProvider _clock;
    private Doing? _doing;

    internal AuditTrail(string service, TimeProvider clock) => (_service, _clock) = (service, clock);

    internal bool IsEmpty => _persons.Count == 0;

    /// <summary>Notes that a person's data are read or changed.</summary>
    /// <param name="personId">The person in the registry.</param>
    /// <param name="purpose">Why, where the handler knows; the purpose that the request names otherwise.</param>
    public void Add(Guid personId, Purpose? purpose = null) => Note(personId, purpose);

    /// <summary>As <see cref="Add(Guid, Purpose?)"/>, of several persons: each gets an entry.</summary>
    public void Add(IEnumerable<Guid> persons, Purpose? purpose = null)
    {
        foreach (var person in persons)
            Note(person, purpose);
    }

    /// <summary>Notes what concerns nobody whom the registry knows.</summary>
    /// <param name="purpose">Why, or what is changed; the purpose that the request names when not given.</param>
    public void AddUnidentified(Purpose? purpose = null) => Note(null, purpose);

    internal void Begin(HttpContext http, string action, Purpose? purpose)
    {
        var roles = http.User.Identities.SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(role => role.Value);
        var site = http.GetRouteValue("site") as string ?? string.Join(' ', http.User.FindAll("site").Select(claim => claim.Value));
        _doing = new Doing(
            http.User.Identity?.Name ?? "", string.Join(' ', roles), site.Length > 0 ? site : EverySite, AddressOf(http), action, purpose);
    }

    /// <summary>What a consumer, or work in the background, does is done by the service.</summary>
    /// <param name="consumer">Name of the consumer or of the work; entries say the service, a dot and the name.</param>
    public void Begin(string consumer) =>
        _doing = new Doing(_service, "service", EverySite, null, $"{_service}.{consumer[(consumer.StartsWith(_service + '-') ? _service.Length + 1 : 0)..]}", null);

    /// <summary>
    /// Writes what was noted, in one statement, and forgets it. Units of work and reading endpoints do it by themselves; it is for a transaction that is
    /// neither. All who write take turns until they commit, so it comes last before that.
    /// </summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (IsEmpty)
            return;
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Append() }, Timeout = Timeout };
        await batch.ExecuteNonQueryAsync(ct);
        Clear();
    }

    /// <summary>In seconds: an import of a whole district's people goes on longer than a usual command may.</summary>
    internal int Timeout => 30 + (_persons.Count / 1_000);

    /// <summary>Writes what was noted.</summary>
    internal NpgsqlBatchCommand Append()
    {
        var doing = Current;
        return new NpgsqlBatchCommand("select audit.append($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        {
            Parameters =
            {
                new() { Value = _clock.GetUtcNow().ToUniversalTime() },
                // Whatever an account is called: no identity number stays in what can never be deleted.
                new() { Value = PersonalData.Mask(doing.Actor) },
                new() { Value = doing.Roles },
                new() { Value = doing.Site },
                Text(doing.Address),
                new() { Value = doing.Action },
                Text(Activity.Current?.TraceId.ToString()),
                new() { Value = _persons.Select(noted => noted.Person).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new()
                {
                    Value = _persons.Select(noted => (noted.Purpose ?? doing.Purpose)?.Text).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
            },
        };
    }

    internal void Clear() => _persons.Clear();

    private Doing Current => _doing ?? throw new InvalidOperationException("The endpoint does not say what it is audited as. Mark it with Audited(…).");

    private void Note(Guid? person, Purpose? purpose)
    {
        _ = Current;
        _persons.Add((person, purpose));
    }

    private static string? AddressOf(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private sealed record Doing(string Actor, string Roles, string Site, string? Address, string Action, Purpose? Purpose);
}
