using System.Diagnostics;
using Wenden.Contracts.Registry;
using Wenden.Registry.Persons;

namespace Wenden.Registry.Imports;

/// <summary>A transaction that sees an import's staged lines. Imports that run at once take turns here, so that none waits for a row of another.</summary>
internal sealed class MergeUnit : IAsyncDisposable
{
    // Any fixed number, the same on every replica.
    private const long Turn = 0x52_45_47_49_53_54_52_59;

    private readonly UnitOfWork _unit;
    private readonly Purpose _import;

    private MergeUnit(UnitOfWork unit, Purpose import) => (_unit, _import) = (unit, import);

    public static async Task<MergeUnit> BeginAsync(UnitsOfWork units, AuditTrail trail, Staging staging, CancellationToken ct)
    {
        var merge = new MergeUnit(await units.BeginAsync(ct, trail), Purpose.Import(staging.ImportId));
        try
        {
            await merge.RunAsync(
                """
                select set_config('search_path', @Schema || ', public', true), set_config('work_mem', '64MB', true);
                select pg_advisory_xact_lock(@Turn);
                """, ct, new { staging.Schema, Turn });
            return merge;
        }
        catch
        {
            await merge.DisposeAsync();
            throw;
        }
    }

    public Task RunAsync(string sql, CancellationToken ct, object? parameters = null) =>
        _unit.Connection.ExecuteAsync(new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: ct));

    public Task<Merged> CountAsync(string sql, CancellationToken ct, object? parameters = null) =>
        _unit.Connection.QuerySingleAsync<Merged>(new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: ct));

    /// <summary>How many lines of each kind were not taken.</summary>
    public Task<IEnumerable<(string? Kind, long Rejected)>> CountRejectionsAsync(CancellationToken ct) =>
        _unit.Connection.QueryAsync<(string? Kind, long Rejected)>(new CommandDefinition(
            "select kind, count(*) from staged_rejections group by kind", commandTimeout: 0, cancellationToken: ct));

    /// <summary>Publishes the new state of every person noted as changed, audits the change, and forgets the note.</summary>
    /// <returns>How many.</returns>
    public async Task<long> PublishChangesAsync(CancellationToken ct)
    {
        var count = 0L;
        while (true)
        {
            var page = (await _unit.Connection.QueryAsync<Guid>(new CommandDefinition(
                """
                delete from changed_persons where person_id in (select person_id from changed_persons order by person_id limit 5000)
                returning person_id
                """, commandTimeout: 0, cancellationToken: ct))).ToArray();
            if (page.Length == 0)
                return count;
            PublishUntraced(await ChangedPersons.ReadAsync(_unit.Connection, page, ct));
            await _unit.FlushAsync(ct);
            _unit.Audit(page, _import);
            count += page.Length;
        }
    }

    // What half a million events set off would all become part of the import's one trace, which nobody could read.
    private void PublishUntraced(IEnumerable<PersonChanged> events)
    {
        var import = Activity.Current;
        Activity.Current = null;
        foreach (var person in events)
            _unit.Publish(person);
        Activity.Current = import;
    }

    public Task CommitAsync(CancellationToken ct) => _unit.CommitAsync(ct);

    public ValueTask DisposeAsync() => _unit.DisposeAsync();

    /// <summary>What a merge did with the lines of one kind.</summary>
    internal sealed record Merged(long Added, long Changed);
}
