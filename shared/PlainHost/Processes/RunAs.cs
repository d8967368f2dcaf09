using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Wenden.PlainHost.Processes;

/// <summary>Runs the servers that refuse root as their own system user, in a folder that user can reach.</summary>
internal static class RunAs
{
    private const string Elsewhere = "/var/lib/wenden";

    /// <summary>The user a server runs as: its own system user for root, oneself otherwise (null).</summary>
    public static string? UserFor(string systemUser) => Native.IsRoot ? systemUser : null;

    /// <summary>The command words that change the user, to stand before the program.</summary>
    public static IEnumerable<string> Prefix(string? user) =>
        user is null ? [] : [Programs.Find("setpriv"), $"--reuid={user}", $"--regid={user}", "--clear-groups", "--"];

    /// <summary>
    /// Makes the folder belong to the user and says where it is: at <paramref name="folder"/>, or below /var/lib/wenden where the user
    /// cannot reach that (a home folder closed to others, say).
    /// </summary>
    public static async Task<string> PrepareFolderAsync(string folder, string? user, CancellationToken cancellation)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        if (user is null)
        {
            File.SetUnixFileMode(folder, Owner);
            return folder;
        }

        await ToolAsync(["chown", "-R", $"{user}:{user}", folder], cancellation);
        if (await CanWriteAsync(folder, user, cancellation))
            return folder;

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
        Directory.CreateDirectory(Elsewhere, Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        var other = Path.Combine(Elsewhere, $"{hash}-{Path.GetFileName(folder)}");
        Directory.CreateDirectory(other, Owner);
        await ToolAsync(["chown", "-R", $"{user}:{user}", other], cancellation);
        return other;
    }

    /// <summary>Gives a file to the user and closes it to everybody else.</summary>
    public static async Task GiveFileAsync(string file, string? user, CancellationToken cancellation)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (user is not null)
            await ToolAsync(["chown", $"{user}:{user}", file], cancellation);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it wrote.</exception>
    public static async Task ToolAsync(string[] command, CancellationToken cancellation, string? user = null)
    {
        var lines = new StringBuilder();
        var child = Child.Start(new ProgramStart(Programs.Find(command[0]), command[1..]) { User = user }, line =>
        {
            lock (lines)
                lines.AppendLine(line);
        });
        var code = await child.Exited.WaitAsync(cancellation);
        if (code != 0)
            throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with code {code}: {lines}");
    }

    private static async Task<bool> CanWriteAsync(string folder, string user, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Programs.Find("setpriv")) { UseShellExecute = false, WorkingDirectory = "/", RedirectStandardError = true };
        foreach (var argument in Prefix(user).Skip(1).Concat(["sh", "-c", "cd \"$1\" && test -w .", "sh", folder]))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("setpriv did not start.");
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0;
    }

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
}
