namespace Wenden.PlainHost.Processes;

/// <summary>A folder that is deleted when this object is disposed of, or else when this process ends, in whatever way.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder. Every system user may pass through it, so that servers can have folders of their own in it.</summary>
    public TemporaryFolder()
    {
        Path = Directory.CreateTempSubdirectory("wenden-").FullName;
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        ProcessGuard.AddFolder(Path);
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        ProcessGuard.RemoveFolder(Path);
    }
}
