using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Commands;

/// <summary>What one need of the hall looks like on this machine.</summary>
internal sealed record Finding(string What, bool Found, string Version, string Where, string NeededBy, string Package)
{
    /// <summary>False for what the hall can do without.</summary>
    public bool Required { get; init; } = true;
}

/// <summary>Looks at the machine without changing it.</summary>
internal static partial class Examination
{
    private const string AskErlang = "io:format(\"~s\", [erlang:system_info(otp_release)]), halt().";

    public static async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation) =>
    [
        await ProgramAsync("dotnet", "all", ["--version"], cancellation),
        await ProgramAsync("postgres", "all databases", ["--version"], cancellation),
        await ProgramAsync("initdb", "all databases", ["--version"], cancellation),
        Broker(),
        await ProgramAsync("erl", "rabbitmq", ["-noshell", "-eval", AskErlang], cancellation),
        await ProgramAsync("epmd", "rabbitmq", [], cancellation),
        await ProgramAsync("setsid", "the plain host", ["--version"], cancellation),
        await ProgramAsync("setpriv", "the plain host, run by root", ["--version"], cancellation),
        Font("BabelStone Han", "BabelStoneHan.ttf", "forms", "fonts-babelstone-han", required: true),
        Font("Noto Sans CJK", "NotoSansCJK-Regular.ttc", "pages and previews", "fonts-noto-cjk", required: false),
        Library("libharfbuzz-subset.so.0", "forms", "libharfbuzz-subset0"),
        await EngineAsync(),
        Aspire(),
        Port(8080),
    ];

    private static async Task<Finding> ProgramAsync(string program, string neededBy, string[] versionArguments, CancellationToken cancellation)
    {
        var path = Programs.TryFind(program);
        var version = path is null || versionArguments.Length == 0 ? "" : await VersionAsync(path, versionArguments, cancellation);
        return new Finding(program, path is not null, version, path ?? "", neededBy, Programs.PackageOf(program));
    }

    private static Finding Broker()
    {
        var path = Programs.TryFind("rabbitmq-server");
        // Asking the program itself would start a broker.
        var version = Directory.Exists("/usr/lib/rabbitmq/lib")
            ? Directory.GetDirectories("/usr/lib/rabbitmq/lib", "rabbitmq_server-*").Select(folder => NumberIn(folder)).FirstOrDefault() ?? ""
            : "";
        return new Finding("rabbitmq-server", path is not null, version, path ?? "", "all messages", "rabbitmq-server");
    }

    private static Finding Font(string name, string file, string neededBy, string package, bool required)
    {
        string[] roots = ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(Home, ".fonts")];
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var path = roots.Where(Directory.Exists).SelectMany(root => Directory.EnumerateFiles(root, file, options)).FirstOrDefault();
        return new Finding($"Font {name}", path is not null, "", path ?? "", neededBy, package) { Required = required };
    }

    private static Finding Library(string name, string neededBy, string package)
    {
        var found = NativeLibrary.TryLoad(name, out var handle);
        if (found)
            NativeLibrary.Free(handle);
        return new Finding(name, found, "", "", neededBy, package);
    }

    private static async Task<Finding> EngineAsync()
    {
        var found = await ContainerEngine.AnswersAsync();
        return new Finding("Container engine", found, "", ContainerEngine.Endpoint.ToString(), "Aspire, Testcontainers", "docker.io") { Required = false };
    }

    private static Finding Aspire()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Home, ".nuget", "packages");
        var folder = Path.Combine(cache, "aspire.apphost.sdk");
        var found = Directory.Exists(folder);
        var where = found ? folder : "not in the package cache";
        return new Finding("Aspire packages", found, "", where, "AppHost", "(dotnet restore AppHost)") { Required = false };
    }

    private static Finding Port(int port) =>
        new($"Port {port}", Ports.IsFree(port), "", Ports.IsFree(port) ? "free" : "taken: the next free one is used", "portal", "") { Required = false };

    private static async Task<string> VersionAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(cancellation);
        await errors;
        await process.WaitForExitAsync(cancellation);
        return NumberIn(text);
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string NumberIn(string text) => Number().Match(text).Value;

    [GeneratedRegex(@"\d+(\.\d+)*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
