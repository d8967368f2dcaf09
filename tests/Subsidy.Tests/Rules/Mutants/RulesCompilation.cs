using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>The source files of the rules, compiled against all else of the service, and every copy of them with one mistake.</summary>
internal sealed class RulesCompilation(CSharpCompilation compilation)
{
    // What has no rule in it but stands between those that have.
    private static readonly string[] _kept = ["Explanation.cs", "Verdict.cs", "Probe.cs"];

    private static readonly CSharpParseOptions _language = new(LanguageVersion.Latest);

    public static RulesCompilation Of(IReadOnlyCollection<string> files)
    {
        var trees = files.Concat(_kept).Select(file =>
            CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sources", file)), _language, file));
        // The service shows its inside to an assembly of the name of these tests; what stands in both is taken from the source.
        var itself = typeof(RulesCompilation).Assembly.GetName().Name!;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) is var name && name != itself && (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Wenden", StringComparison.Ordinal)))
            .Select(file => MetadataReference.CreateFromFile(file));
        return new RulesCompilation(CSharpCompilation.Create(
            itself,
            [.. trees, CSharpSyntaxTree.ParseText("global using System; global using System.Collections.Generic; global using System.Linq;", _language)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, concurrentBuild: false)));
    }

    /// <summary>The rules as they are.</summary>
    public byte[] Compile()
    {
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return assembly.ToArray();
    }

    public IEnumerable<Mutant> Mutants() =>
        from tree in compilation.SyntaxTrees
        where tree.FilePath.Length > 0 && !_kept.Contains(tree.FilePath)
        from mutation in Mutations.Of(tree.GetRoot())
        select Mutate(tree, mutation.Part, mutation.Instead);

    private Mutant Mutate(SyntaxTree tree, TextSpan part, string instead)
    {
        var text = tree.GetText();
        var line = text.Lines.GetLineFromPosition(part.Start);
        var mutated = text.WithChanges(new TextChange(part, instead));
        var name = string.Create(CultureInfo.InvariantCulture, $"{tree.FilePath}: {line.ToString().Trim()} | {OneLine(text.ToString(part))} -> {OneLine(instead)}");
        return new Mutant(name, compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(mutated)));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The rules with one mistake.</summary>
internal sealed record Mutant(string Name, CSharpCompilation Compilation)
{
    /// <summary>None where the mistake is one that the compiler notices.</summary>
    public byte[]? Compile()
    {
        using var assembly = new MemoryStream();
        return Compilation.Emit(assembly).Success ? assembly.ToArray() : null;
    }
}
