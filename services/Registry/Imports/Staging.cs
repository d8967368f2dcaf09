using System.Threading.Channels;

namespace Wenden.Registry.Imports;

/// <summary>
/// Where an import's lines lie until all of them are there: only then is it known which employers, households and persons a line may refer
/// to, and which of several lines about the same thing is the newest. Lines are copied in batches while the next ones are read.
/// </summary>
internal sealed class Staging : IAsyncDisposable
{
    public const int Buckets = 32;
    private const int BatchSize = 5_000;

    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<StagedTable, List<ImportLine>> _batches = [];
    private readonly Channel<(StagedTable Table, List<ImportLine> Lines)> _full =
        Channel.CreateBounded<(StagedTable, List<ImportLine>)>(2);
    private readonly Task _copying;

    private Staging(NpgsqlConnection connection, Guid importId, string schema)
    {
        (_connection, ImportId, Schema) = (connection, importId, schema);
        _copying = CopyAsync();
    }

    /// <summary>The import.</summary>
    public Guid ImportId { get; }

    /// <summary>The import's own schema.</summary>
    public string Schema { get; }

    /// <summary>Opens a schema of its own, and drops those of imports that died.</summary>
    public static async Task<Staging> OpenAsync(NpgsqlDataSource database, Guid importId, CancellationToken ct)
    {
        var schema = $"import_{importId:n}";
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "select begin_staging(@schema, @Buckets)", new { schema, Buckets }, commandTimeout: 0, cancellationToken: ct));
            return new Staging(connection, importId, schema);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The bucket of a person: by the sequence digits of the number, which are spread evenly.</summary>
    public static short BucketOf(string idNumber) => (short)(int.Parse(idNumber.AsSpan(14, 3)) % Buckets);

    public async ValueTask AddAsync(ImportLine line, CancellationToken ct)
    {
        var table = StagedTable.Of(line);
        if (!_batches.TryGetValue(table, out var batch))
            _batches[table] = batch = new List<ImportLine>(BatchSize);
        batch.Add(line);
        if (batch.Count < BatchSize)
            return;
        _batches.Remove(table);
        await SendAsync(table, batch, ct);
    }

    /// <summary>Waits until every line is in the database.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        foreach (var (table, batch) in _batches)
            await SendAsync(table, batch, ct);
        _full.Writer.TryComplete();
        await _copying.WaitAsync(ct);
        await _connection.ExecuteAsync(new CommandDefinition(
            "analyze staged_persons, staged_contributions, staged_benefits", commandTimeout: 0, cancellationToken: ct));
    }

    /// <summary>The buckets that have any line.</summary>
    public Task<IEnumerable<short>> FilledBucketsAsync(CancellationToken ct) => _connection.QueryAsync<short>(new CommandDefinition(
        """
        select bucket from staged_persons
        union select bucket from staged_contributions
        union select bucket from staged_benefits
        order by bucket
        """, commandTimeout: 0, cancellationToken: ct));

    public async ValueTask DisposeAsync()
    {
        _full.Writer.TryComplete();
        await _stop.CancelAsync();
        await Task.WhenAny(_copying);
        await using (_connection)
        {
            // Where even this fails the schema's lock goes with the session, and the next import drops it.
            if (_connection.FullState == System.Data.ConnectionState.Open)
                await _connection.ExecuteAsync("select end_staging(@Schema)", new { Schema }, commandTimeout: 0);
        }

        _stop.Dispose();
    }

    private async ValueTask SendAsync(StagedTable table, List<ImportLine> batch, CancellationToken ct)
    {
        try
        {
            await _full.Writer.WriteAsync((table, batch), ct);
        }
        catch (ChannelClosedException)
        {
            // Copying has ended before its time: its own failure is the one to tell.
            await _copying;
            throw;
        }
    }

    private async Task CopyAsync()
    {
        try
        {
            await foreach (var (table, lines) in _full.Reader.ReadAllAsync(_stop.Token))
                await table.CopyAsync(_connection, lines, _stop.Token);
        }
        finally
        {
            _full.Writer.TryComplete();
        }
    }
}
