using System.Collections.Concurrent;

namespace Wenden.Journeys.Tests;

/// <summary>Every line that a resource of the hall has written.</summary>
public sealed class HallLines
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    public void Add(string resource, string line) => _lines.Enqueue($"{resource}: {line}");
}
