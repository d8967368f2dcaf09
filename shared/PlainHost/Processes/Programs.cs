using System.Globalization;

namespace Wenden.PlainHost.Processes;

/// <summary>Finds the programs of the machine, and knows which Debian package brings each.</summary>
internal static class Programs
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["initdb"] = "postgresql",
        ["postgres"] = "postgresql",
        ["rabbitmq-server"] = "rabbitmq-server",
        ["erl"] = "erlang-base",
        ["epmd"] = "erlang-base",
        ["setsid"] = "util-linux",
        ["setpriv"] = "util-linux",
        ["chown"] = "coreutils",
        ["sh"] = "dash",
        ["dotnet"] = "dotnet-sdk-10.0",
    };

    /// <summary>The Debian package that brings a program.</summary>
    public static string PackageOf(string program) => Packages.GetValueOrDefault(program, program);

    /// <summary>The full path of a program.</summary>
    /// <exception cref="MissingProgramException">It is not there.</exception>
    public static string Find(string program) => TryFind(program) ?? throw new MissingProgramException(program, PackageOf(program));

    public static string? TryFind(string program) => Folders(program).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders(string program)
    {
        // Debian keeps the server programs of PostgreSQL outside PATH, one folder a version, and a wrapper of rabbitmq-server in PATH
        // that insists on its own user and folders.
        if (program is "initdb" or "postgres" && Directory.Exists(PostgresRoot))
            foreach (var version in Directory.GetDirectories(PostgresRoot).OrderByDescending(VersionOf))
                yield return Path.Combine(version, "bin");
        if (program is "rabbitmq-server")
            yield return "/usr/lib/rabbitmq/bin";

        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return folder;
        foreach (var folder in new[] { "/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/lib/erlang/bin" })
            yield return folder;
    }

    private const string PostgresRoot = "/usr/lib/postgresql";

    private static double VersionOf(string folder) =>
        double.TryParse(Path.GetFileName(folder), NumberStyles.Number, CultureInfo.InvariantCulture, out var version) ? version : 0;
}

/// <summary>A program that the hall needs is not on this machine.</summary>
/// <param name="program">Name of the program.</param>
/// <param name="package">The Debian package that brings it.</param>
public sealed class MissingProgramException(string program, string package)
    : Exception($"The program '{program}' is not on this machine. The Debian package '{package}' brings it: apt-get install {package}")
{
    /// <summary>Name of the program.</summary>
    public string Program { get; } = program;

    /// <summary>The Debian package that brings it.</summary>
    public string Package { get; } = package;
}
