using System.Text.RegularExpressions;

namespace Wenden.PlainHost.Halls;

/// <summary>One log file per resource, begun anew at each start of the hall; lines go on to whoever listens.</summary>
internal sealed partial class HallLogs(string folder, Action<string, string>? next) : IDisposable
{
    private readonly Dictionary<string, StreamWriter> _files = new(StringComparer.Ordinal);

    /// <summary>Where the lines of one resource go.</summary>
    public Action<string> Of(string resource) => line => Write(resource, line);

    private void Write(string resource, string line)
    {
        lock (_files)
        {
            if (!_files.TryGetValue(resource, out var file))
                _files[resource] = file = Open(resource);
            file.WriteLine(Colours().Replace(line, ""));
        }
        next?.Invoke(resource, line);
    }

    private StreamWriter Open(string resource)
    {
        Directory.CreateDirectory(folder);
        return new StreamWriter(Path.Combine(folder, $"{resource}.log")) { AutoFlush = true };
    }

    public void Dispose()
    {
        lock (_files)
        {
            foreach (var file in _files.Values)
                file.Dispose();
            _files.Clear();
        }
    }

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colours();
}
