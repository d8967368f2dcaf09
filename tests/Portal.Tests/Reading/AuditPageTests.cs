using Wenden.Contracts.Auditing;
using Wenden.Portal.Reading;

namespace Wenden.Portal.Tests.Reading;

public sealed class AuditPageTests
{
    private static readonly DateTimeOffset _noon = new(2019, 10, 21, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Pages_of_two_services_tell_every_entry_once_and_in_order()
    {
        var trails = new Dictionary<string, AuditedEntry[]>
        {
            ["registry"] = [.. Enumerable.Range(1, 23).Select(i => Entry(i, i))],
            ["queue"] = [.. Enumerable.Range(1, 5).Select(i => Entry(i, 10.5 + i))],
        };

        var seen = new List<AuditLine>();
        for (var place = AuditPlace.First(trails.Keys); place is not null;)
        {
            var page = AuditPage.Merge([.. place.Before.Select(service => Answer(trails, service.Key, service.Value, size: 4))], 4);
            seen.AddRange(page.Lines);
            place = page.Next;
        }

        seen.Count.ShouldBe(28);
        seen.Distinct().Count().ShouldBe(28);
        seen.Select(line => line.Entry.At).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void Entries_of_one_moment_stay_in_their_service_s_order()
    {
        // Who waited for the turn to write may be written later and yet have an earlier time.
        AuditAnswer[] answers = [new("registry", null, [Entry(3, 1), Entry(2, 2), Entry(1, 0)], HasMore: false), new("queue", null, [Entry(9, 1.5)], HasMore: false)];

        var first = AuditPage.Merge(answers, 2);

        first.Lines.Select(line => (line.Service, line.Entry.Sequence)).ShouldBe([("queue", 9), ("registry", 3)]);
        first.Next!.Before.ShouldBe([KeyValuePair.Create("registry", (long?)3)]);
    }

    [Fact]
    public void A_service_that_failed_is_named_and_asked_again_where_it_was()
    {
        var failure = new ReadFailedException(503, "down", null);
        AuditAnswer[] answers = [new("registry", null, [Entry(8, 1)], HasMore: true), new("queue", 70, [], HasMore: true, failure)];

        var page = AuditPage.Merge(answers, 1);

        page.Failures.ShouldBe([("queue", failure)]);
        page.Next!.Before["queue"].ShouldBe(70);
        page.Next.Before["registry"].ShouldBe(8);
    }

    private static AuditAnswer Answer(Dictionary<string, AuditedEntry[]> trails, string service, long? before, int size)
    {
        AuditedEntry[] entries = [.. trails[service].Where(entry => before is null || entry.Sequence < before).Reverse().Take(size)];
        return new AuditAnswer(service, before, entries, entries.Length == size);
    }

    private static AuditedEntry Entry(long sequence, double minutes) =>
        new() { Sequence = sequence, At = _noon.AddMinutes(minutes), Actor = "t003", Roles = "teller", Site = "wendeng-hall", Action = "registry.read-person" };
}
