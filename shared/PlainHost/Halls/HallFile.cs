using System.Text.Json;

namespace Wenden.PlainHost.Halls;

/// <summary>What <c>hall.json</c> in the data folder tells other programs about the running hall.</summary>
/// <param name="Portal">Address of the portal.</param>
/// <param name="Pid">Process id of the host.</param>
/// <param name="Services">Addresses of each service, one per replica.</param>
/// <param name="Telemetrydb">Connection string of the database with the traces.</param>
/// <param name="AsOf">Where the hall's clock started; null for the real time.</param>
public sealed record HallFile(
    Uri Portal, int Pid, IReadOnlyDictionary<string, IReadOnlyList<Uri>> Services, string Telemetrydb, DateTimeOffset? AsOf)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Path of the file in a data folder.</summary>
    public static string In(string dataFolder) => Path.Combine(dataFolder, "hall.json");

    /// <summary>Writes the file, readable by oneself only: it holds a password.</summary>
    public async Task WriteAsync(string dataFolder, CancellationToken cancellation = default)
    {
        var options = new FileStreamOptions
        {
            Access = FileAccess.Write,
            Mode = FileMode.Create,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var file = new FileStream(In(dataFolder), options);
        await JsonSerializer.SerializeAsync(file, this, Json, cancellation);
    }

    /// <summary>Reads the file; null when no hall runs in the folder.</summary>
    public static async Task<HallFile?> ReadAsync(string dataFolder, CancellationToken cancellation = default)
    {
        if (!File.Exists(In(dataFolder)))
            return null;
        await using var file = File.OpenRead(In(dataFolder));
        return await JsonSerializer.DeserializeAsync<HallFile>(file, Json, cancellation);
    }
}
