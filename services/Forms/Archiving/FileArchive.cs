using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Wenden.Forms.Archiving;

/// <summary>
/// Files under the SHA-256 of their content. What is here never changes: writing the same bytes again is nothing new, and a file that no row
/// names (its transaction failed) does no harm. Replicas share the folder.
/// </summary>
internal sealed partial class FileArchive(string root)
{
    /// <summary>Keeps the bytes; they are on the disk when this returns.</summary>
    /// <returns>The SHA-256, 64 lower-case hexadecimal digits.</returns>
    public async Task<string> KeepAsync(byte[] content, string extension, CancellationToken ct)
    {
        var sha256 = HashOf(content);
        var path = PathOf(sha256, extension);
        if (File.Exists(path) && HashOf(await File.ReadAllBytesAsync(path, ct)) == sha256)
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

    /// <summary>The bytes, checked against the name they are kept under.</summary>
    /// <exception cref="ArchiveDamagedException">The file is gone, or is not what was kept.</exception>
    public async Task<byte[]> ReadAsync(string sha256, string extension, CancellationToken ct)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(PathOf(sha256, extension), ct);
            return HashOf(content) == sha256 ? content : throw new ArchiveDamagedException(sha256, "is not what was kept");
        }
        catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArchiveDamagedException(sha256, "is gone");
        }
    }

    /// <summary>Where the bytes of that hash are.</summary>
    public string PathOf(string sha256, string extension) => Path.Combine(root, sha256[..2], sha256 + extension);

    /// <summary>The name that the bytes would be kept under.</summary>
    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

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

/// <summary>What the archive holds under a hash is not what was put there.</summary>
internal sealed class ArchiveDamagedException(string sha256, string what) : Exception($"The archived file {sha256} {what}.");
