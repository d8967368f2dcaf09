using Wenden.Contracts.Auditing;

namespace Wenden.Portal.Reading;

/// <summary>A page of entries of several services, the newest first.</summary>
/// <param name="Lines">The entries.</param>
/// <param name="Next">Where the next page begins; none on the last one.</param>
/// <param name="Failures">Services whose entries are missing here, with the reason.</param>
internal sealed record AuditPage(IReadOnlyList<AuditLine> Lines, AuditPlace? Next, IReadOnlyList<(string Service, ReadFailedException Reason)> Failures)
{
    /// <summary>
    /// Takes the newest first entry of all answers, again and again. Each service's own order stays, since that is what its cursor counts by, even
    /// where two entries made at the same moment stand the other way round. What is not taken is asked for again with the next page.
    /// </summary>
    public static AuditPage Merge(IReadOnlyList<AuditAnswer> answers, int size)
    {
        var lines = new List<AuditLine>();
        var taken = answers.ToDictionary(answer => answer.Service, _ => 0);
        while (lines.Count < size)
        {
            var newest = answers.Where(answer => taken[answer.Service] < answer.Entries.Count).MaxBy(answer => answer.Entries[taken[answer.Service]].At);
            if (newest is null)
                break;
            lines.Add(new AuditLine(newest.Service, newest.Entries[taken[newest.Service]++]));
        }

        var next = answers.Where(answer => answer.HasMore || taken[answer.Service] < answer.Entries.Count)
            .ToDictionary(answer => answer.Service, answer => taken[answer.Service] is var count and > 0 ? answer.Entries[count - 1].Sequence : answer.Before);
        // With the answers that came all shown, one that is still to come is not a page of its own.
        var isLast = next.Keys.All(service => answers.Any(answer => answer.Service == service && answer.Failure is not null));
        return new AuditPage(
            lines, isLast ? null : new AuditPlace(next), [.. answers.Where(answer => answer.Failure is not null).Select(answer => (answer.Service, answer.Failure!))]);
    }
}

/// <summary>An entry, and the service that keeps it.</summary>
internal sealed record AuditLine(string Service, AuditedEntry Entry);

/// <summary>Where to go on: for each service that has more, the number before which its next entries are; none for its newest.</summary>
internal sealed class AuditPlace(IReadOnlyDictionary<string, long?> before)
{
    public IReadOnlyDictionary<string, long?> Before => before;

    public static AuditPlace First(IEnumerable<string> services) => new(services.ToDictionary(service => service, _ => (long?)null));
}

/// <summary>What one service answered.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Before">Where it was asked to begin.</param>
/// <param name="Entries">The newest first.</param>
/// <param name="HasMore">Whether there are older ones.</param>
/// <param name="Failure">Why there is no answer.</param>
internal sealed record AuditAnswer(string Service, long? Before, IReadOnlyList<AuditedEntry> Entries, bool HasMore, ReadFailedException? Failure = null);
