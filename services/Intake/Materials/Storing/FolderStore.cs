using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Wenden.Intake.Materials.Storing;

/// <summary>Objects as files of a folder. A file appears under its name only when it is whole and on the disk.</summary>
internal sealed partial class FolderStore(string root) : IObjectStore
{
    public async Task<string> StoreAsync(byte[] content, CancellationToken ct)
    {
        var sha256 = ObjectDamagedException.HashOf(content);
        var path = PathOf(sha256);
        if (File.Exists(path) && ObjectDamagedException.HashOf(await File.ReadAllBytesAsync(path, ct)) == sha256)
            return sha256;

        var folder = Path.GetDirectoryName(path)!;
        var isNewFolder = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $".{Guid.CreateVersion7()}.part");
        try
        {
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                await file.WriteAsync(content, ct);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        // A name is on the disk only once its folder is.
        FlushFolder(folder);
        if (isNewFolder)
            FlushFolder(root);
        return sha256;
    }

    public async Task<byte[]> ReadAsync(string sha256, CancellationToken ct)
    {
        try
        {
            return ObjectDamagedException.Check(sha256, await File.ReadAllBytesAsync(PathOf(sha256), ct));
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ObjectDamagedException(sha256, "is gone");
        }
    }

    private string PathOf(string sha256) => Path.Combine(root, sha256[..2], sha256);

    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var handle = OpenFolder(folder, 0);
        if (handle.IsInvalid || FSync(handle) != 0)
            throw new IOException($"The folder {folder} cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle folder);
}
