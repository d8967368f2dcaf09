using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Registry.Persons;

/// <summary>How often a person committed to something false, and when that was found last.</summary>
internal sealed record BrokenCommitments(long Number, DateTime? Newest)
{
    /// <summary>The fact that follows; none for whom nothing was found.</summary>
    public IEnumerable<(string Name, Fact Fact)> Facts() => Newest is not { } found ? [] :
    [
        ("brokenCommitments", new Fact
        {
            Value = JsonSerializer.SerializeToElement(Number), Source = "告知承诺核查", AsOf = Hall.DayOf(new DateTimeOffset(found, TimeSpan.Zero)),
        }),
    ];
}
