using System.Security.Cryptography;
using System.Text;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Servers;

/// <summary>The random password of a server, kept beside its data so that a second start finds its way in.</summary>
internal static class Secret
{
    /// <summary>Reads the password in <paramref name="folder"/>, or makes one. Letters and digits only, about 140 bits.</summary>
    public static async Task<string> OfFolderAsync(string folder, string? user, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, "password");
        if (File.Exists(file))
            return (await File.ReadAllTextAsync(file, cancellation)).Trim();

        var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 24);
        await WriteAsync(file, password, user, cancellation);
        return password;
    }

    /// <summary>Writes a file that only the server's user can read.</summary>
    public static async Task WriteAsync(string file, string text, string? user, CancellationToken cancellation)
    {
        var options = new FileStreamOptions
        {
            Access = FileAccess.Write,
            Mode = FileMode.Create,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using (var writer = new StreamWriter(file, options))
            await writer.WriteAsync(text.AsMemory(), cancellation);
        await RunAs.GiveFileAsync(file, user, cancellation);
    }

    /// <summary>A password for one role, the same at every start, that tells nothing about the server's own.</summary>
    public static string Derive(string password, string role) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(role)))[..32];
}
