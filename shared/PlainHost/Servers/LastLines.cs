namespace Wenden.PlainHost.Servers;

/// <summary>Keeps the last lines of a log, to tell why something failed.</summary>
internal sealed class LastLines(Action<string>? next = null, int count = 30)
{
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > count)
                _lines.Dequeue();
        }
        next?.Invoke(line);
    }

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }
}
