using System.Text.Json;
using Wenden.Audit;

namespace Wenden.PlainHost.Commands;

/// <summary>What verifications of the audit trails have found in order, by service, in a file outside the databases.</summary>
internal sealed class AuditMemory
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly string _file;
    private readonly SortedDictionary<string, Checkpoint> _checkpoints;

    private AuditMemory(string file, SortedDictionary<string, Checkpoint> checkpoints) => (_file, _checkpoints) = (file, checkpoints);

    /// <summary>Reads the file; nothing is remembered where there is none.</summary>
    /// <exception cref="InvalidOperationException">The file is there and cannot be read: it would be forgotten for good.</exception>
    public static async Task<AuditMemory> ReadAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
            return new AuditMemory(file, []);
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            return new AuditMemory(file, JsonSerializer.Deserialize<SortedDictionary<string, Checkpoint>>(text, Json) ?? []);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{file} is damaged: {e.Message}", e);
        }
    }

    public Checkpoint? Of(string service) => _checkpoints.GetValueOrDefault(service);

    public void Keep(string service, Checkpoint checkpoint) => _checkpoints[service] = checkpoint;

    public async Task WriteAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_file))!);
        // A walk that is cut off here leaves the old file whole.
        await File.WriteAllTextAsync(_file + ".new", JsonSerializer.Serialize(_checkpoints, Json), cancellation);
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
