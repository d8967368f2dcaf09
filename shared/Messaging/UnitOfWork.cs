using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Wenden.ServiceDefaults;

namespace Wenden.Messaging;

/// <summary>
/// One transaction on the service's database. State is written through <see cref="Connection"/>, events are added by <see cref="Publish{T}"/>,
/// whose data were touched is noted by <see cref="Audit(Guid, Purpose?)"/>, and one commit makes all of it happen or nothing. In a command's handler
/// and in a consumer the unit is open already and is committed for them.
/// </summary>
public sealed class UnitOfWork(UnitsOfWork units, AuditTrail? trail = null) : IAsyncDisposable
{
    private readonly List<OutboxRow> _events = [];
    private readonly List<NpgsqlBatchCommand> _atCommit = [];
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;
    private bool _hasEvents;

    /// <summary>The connection, inside the transaction.</summary>
    /// <exception cref="InvalidOperationException">The unit is not open: the endpoint is not marked as a command.</exception>
    public NpgsqlConnection Connection =>
        _connection ?? throw new InvalidOperationException("The unit of work is not open. Mark the endpoint with AsCommand().");

    internal bool IsOpen => _connection is not null;

    /// <summary>Notes that a person's data are read or changed; it is written to the audit trail in this transaction.</summary>
    /// <param name="personId">The person in the registry.</param>
    /// <param name="purpose">Why, where the handler knows; the purpose that the request names otherwise.</param>
    public void Audit(Guid personId, Purpose? purpose = null) => Trail.Add(personId, purpose);

    /// <summary>As <see cref="Audit(Guid, Purpose?)"/>, of several persons.</summary>
    public void Audit(IEnumerable<Guid> persons, Purpose? purpose = null) => Trail.Add(persons, purpose);

    /// <summary>Notes a change that concerns no person of the registry.</summary>
    /// <param name="purpose">What is changed.</param>
    public void Audit(Purpose purpose) => Trail.AddUnidentified(purpose);

    /// <summary>Adds an event. It leaves once the transaction is committed, and takes effect exactly once per consumer.</summary>
    /// <remarks>The trace that is current now goes with it, so that what consumers do belongs to the same trace.</remarks>
    public void Publish<T>(T message)
        where T : class
    {
        // Names the assembly without its version, so that rows written by one release can be sent by the next.
        var type = $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
        _events.Add(new OutboxRow(
            Guid.CreateVersion7(), type, JsonSerializer.Serialize(message, HallJson.Options), Activity.Current?.Id, Activity.Current?.TraceStateString));
    }

    /// <summary>Writes the events added so far, still inside the transaction, so that a unit with many holds few of them in memory.</summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        if (_events.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(Connection) { BatchCommands = { TakeEvents() } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes the events, then the audit trail, and commits, all in one message to the database.</summary>
    public async Task CommitAsync(CancellationToken ct)
    {
        if (_transaction is null)
            throw new InvalidOperationException("The unit of work is not open, or was committed already.");
        await using (var batch = new NpgsqlBatch(Connection))
        {
            if (_events.Count > 0)
                batch.BatchCommands.Add(TakeEvents());
            foreach (var command in _atCommit)
                batch.BatchCommands.Add(command);
            // Last, since all who write to the trail take turns from here until their commit.
            if (trail is { IsEmpty: false })
            {
                batch.BatchCommands.Add(trail.Append());
                batch.Timeout = trail.Timeout;
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
            await batch.ExecuteNonQueryAsync(ct);
        }

        var hasEvents = _hasEvents;
        await DisposeAsync();
        if (hasEvents)
            units.WakeRelay();
    }

    /// <summary>Gives up what was written and forgets the events and what was to be audited.</summary>
    public ValueTask DisposeAsync()
    {
        var (connection, transaction) = (_connection, _transaction);
        (_connection, _transaction) = (null, null);
        _events.Clear();
        _atCommit.Clear();
        trail?.Clear();
        _hasEvents = false;
        return connection is null ? ValueTask.CompletedTask : EndAsync(connection, transaction!);
    }

    /// <summary>Adds a statement that is sent along with the commit.</summary>
    internal void AtCommit(NpgsqlBatchCommand command) => _atCommit.Add(command);

    /// <summary>Notes that there will be something to send once the transaction is committed.</summary>
    internal void WakeRelay() => _hasEvents = true;

    internal async Task OpenAsync(CancellationToken ct)
    {
        var connection = await units.Database.OpenConnectionAsync(ct);
        try
        {
            _transaction = await connection.BeginTransactionAsync(ct);
            _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private NpgsqlBatchCommand TakeEvents()
    {
        var insert = new NpgsqlBatchCommand(
            """
            insert into outbox (message_id, type, body, trace_parent, trace_state)
            select * from unnest($1, $2, $3, $4, $5)
            """)
        {
            Parameters =
            {
                new() { Value = _events.Select(row => row.MessageId).ToArray() },
                new() { Value = _events.Select(row => row.Type).ToArray() },
                new() { Value = _events.Select(row => row.Body).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb },
                new() { Value = _events.Select(row => row.TraceParent).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = _events.Select(row => row.TraceState).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            },
        };
        _events.Clear();
        WakeRelay();
        return insert;
    }

    private AuditTrail Trail => trail ?? throw new InvalidOperationException("The unit of work was begun without an audit trail.");

    private static async ValueTask EndAsync(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        // Disposing an uncommitted transaction rolls it back.
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private sealed record OutboxRow(Guid MessageId, string Type, string Body, string? TraceParent, string? TraceState);
}
