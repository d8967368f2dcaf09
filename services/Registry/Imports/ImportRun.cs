using System.Buffers;
using System.Text.Json;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Imports;

/// <summary>
/// One import, from the first line to the counts: every line is checked and staged, then merged by set, bucket by bucket. A line that is not
/// merged leaves no trace; what is merged stays when the import is broken off, and importing the same file again does the rest.
/// </summary>
internal sealed class ImportRun(NpgsqlDataSource database, UnitsOfWork units, AuditTrail trail, LineChecks checks, SiteList sites, ILogger logger)
{
    private readonly ImportCounts _counts = new();

    public Guid Id { get; } = Guid.CreateVersion7();

    /// <param name="source">The lines.</param>
    /// <param name="account">Who imports.</param>
    /// <param name="clock">Tells when it began and ended.</param>
    /// <param name="receiving">Ends the import while lines are coming in; nothing has been merged then.</param>
    /// <param name="merging">Ends it between two buckets.</param>
    public async Task<ImportCounts> RunAsync(ILineSource source, string account, TimeProvider clock, CancellationToken receiving, CancellationToken merging)
    {
        var startedAt = clock.GetUtcNow();
        await using var staging = await Staging.OpenAsync(database, Id, receiving);
        await StageAsync(source, staging, receiving);
        logger.LogInformation("Import {Import}: {Lines} lines staged", Id, _counts.ByKind.Values.Sum(kind => kind.Received));

        _counts.Add(await MergeReferences.RunAsync(units, trail, staging, merging));
        foreach (var bucket in await staging.FilledBucketsAsync(merging))
            _counts.Add(await MergePersons.RunAsync(units, trail, staging, bucket, sites.Hall, merging));
        await FinishAsync(staging, account, startedAt, clock.GetUtcNow(), merging);
        logger.LogInformation("Import {Import}: {Persons} persons changed", Id, _counts.PersonsChanged);
        return _counts;
    }

    private async Task StageAsync(ILineSource source, Staging staging, CancellationToken ct)
    {
        while (await source.ReadAsync(ct))
        {
            if (source.Fault is null && IsBlank(source.Line))
                continue;
            var (line, reason) = source.Fault is { } fault ? (null, fault) : LineParser.Parse(source.Line);
            reason ??= checks.Check(line!);
            var kind = line?.Kind ?? LineParser.TryKindOf(source.Line);
            _counts[kind].Received++;
            if (reason is not null)
                line = new RejectedLine(reason, LineParser.Excerpt(source.Line)) { Kind = kind };
            line!.Number = source.Number;
            await staging.AddAsync(line, ct);
        }

        await staging.CompleteAsync(ct);
    }

    private async Task FinishAsync(Staging staging, string account, DateTimeOffset startedAt, DateTimeOffset finishedAt, CancellationToken ct)
    {
        await using var unit = await MergeUnit.BeginAsync(units, trail, staging, ct);
        foreach (var (kind, rejected) in await unit.CountRejectionsAsync(ct))
            _counts[kind].Rejected = rejected;
        var counts = JsonSerializer.Serialize(_counts.ByKind, HallJson.Options);
        await unit.RunAsync(
            """
            insert into imports (import_id, account, started_at, finished_at, counts, persons_changed)
            values (@Id, @account, @startedAt, @finishedAt, @counts::jsonb, @PersonsChanged);
            insert into import_rejections (import_id, line, kind, code, arguments, content)
            select @Id, line, kind, code, arguments, content from staged_rejections;
            """, ct, new { Id, account, startedAt, finishedAt, counts, _counts.PersonsChanged });
        await unit.CommitAsync(ct);
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\r'))
                return false;
        }

        return true;
    }
}
