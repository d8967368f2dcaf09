using Wenden.PlainHost.Processes;

namespace Wenden.PlainHost.Halls;

/// <summary>
/// Where built programs lie: <c>&lt;artifacts&gt;/bin/&lt;Project&gt;/&lt;configuration&gt;/Wenden.&lt;Project&gt;.dll</c>, the artifacts folder and the
/// configuration being those of the running program.
/// </summary>
internal static class Outputs
{
    private static readonly DirectoryInfo Own = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The repository: the folder above the artifacts or the working folder that holds <c>Directory.Packages.props</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The dotnet that runs this program, so that all run on the same one.</summary>
    public static string Dotnet { get; } =
        Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Programs.Find("dotnet");

    /// <summary>The built program of a project.</summary>
    /// <exception cref="FileNotFoundException">It is not built.</exception>
    public static string ProgramOf(string project)
    {
        var bin = Own.Parent?.Parent?.FullName ?? throw new InvalidOperationException($"'{Own}' is not an output folder.");
        var program = Path.Combine(bin, project, Own.Name, $"Wenden.{project}.dll");
        return File.Exists(program)
            ? program
            : throw new FileNotFoundException(
                $"{project} is not built: {program} is not there. Build it with: dotnet build shared/PlainHost -p:BuildHall=true", program);
    }

    private static string FindRoot()
    {
        foreach (var start in new[] { Own, new DirectoryInfo(Environment.CurrentDirectory) })
            for (var folder = start; folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                    return folder.FullName;
        return Environment.CurrentDirectory;
    }
}
