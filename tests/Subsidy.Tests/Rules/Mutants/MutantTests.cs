using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>
/// Every small mistake in the rules' code is noticed by the cases and the oracle. The files are compiled once per mistake, loaded, and asked; the
/// expected answers know nothing of the code.
/// </summary>
public class MutantTests
{
    private const int Sheets = 400;

    private static readonly string[] _mutated =
        ["Age.cs", "Applicant.cs", "Assessor.cs", "Chance.cs", "FactSet.cs", "Law.cs", "RuleSet.cs", "Term.cs", "World.cs"];

    private static readonly (Facts, string, IReadOnlyList<string>)[] _questions =
        [.. Case.ReadAll("4050-2019.yaml").Select(OfCase), .. FixedSheets.All(Sheets).Select(OfSheet)];

    // An age that nobody born since the year 1 has reached.
    private static readonly Policy _nobodyRetires = PolicyFile.Read(
        "x.yaml", File.ReadAllText(Policies.File).Replace("retirement: { F: 55, M: 60 }", "retirement: { F: 2019, M: 3000 }")).Policy!;

    private static readonly (Facts, string, IReadOnlyList<string>)[] _atAnyAge =
        [(Case.ReadAll("4050-2019.yaml")[0].Facts with { BirthDate = null }, "incomplete|0|birthDate|", [])];

    [Fact]
    public void No_mistake_in_the_rules_goes_unnoticed()
    {
        var rules = RulesCompilation.Of(_mutated);
        Ask(rules.Compile()).ShouldBeNull("the rules as they are");

        var (unnoticed, count) = (new ConcurrentBag<string>(), 0);
        Parallel.ForEach(rules.Mutants(), new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) }, mutant =>
        {
            if (mutant.Compile() is not { } assembly)
                return;
            Interlocked.Increment(ref count);
            if (Ask(assembly) is null)
                unnoticed.Add(mutant.Name);
        });

        count.ShouldBeGreaterThan(200);
        var named = unnoticed.Except(Equivalents.All).Order().ToArray();
        named.ShouldBeEmpty($"{count} mistakes, unnoticed:\n{string.Join('\n', named)}");
        Equivalents.All.Except(unnoticed).ShouldBeEmpty("no longer equivalent, or no longer there");
    }

    // What is wrong with the answers: one that differs, or what was thrown.
    private static string? Ask(byte[] assembly)
    {
        var loaded = new AssemblyLoadContext(name: null, isCollectible: true);
        try
        {
            var probe = loaded.LoadFromStream(new MemoryStream(assembly)).GetType(typeof(Probe).FullName!)!;
            var fault = probe.GetMethod(nameof(Probe.Fault), BindingFlags.Public | BindingFlags.Static)!;
            return (string?)fault.Invoke(null, [Policies.Of2019, _questions]) ?? (string?)fault.Invoke(null, [_nobodyRetires, _atAnyAge]);
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException!.GetType().Name;
        }
        finally
        {
            loaded.Unload();
        }
    }

    private static (Facts, string, IReadOnlyList<string>) OfCase(Case each) => (
        each.Facts,
        string.Join('|', each.Outcome, each.Amount, string.Join(',', each.Missing), string.Join(',', each.Groups), string.Join(',', each.Failed),
            string.Join(',', each.Exclusions), each.Place, ""),
        each.Because);

    private static (Facts, string, IReadOnlyList<string>) OfSheet(Sheet sheet)
    {
        var amounts = sheet.Completions().ToDictionary(full => full, Oracle.Amount);
        var distinct = amounts.Values.Distinct().ToArray();
        var outcome = distinct switch { [0] => "ineligible", [_] => "eligible", _ => "incomplete" };
        var amount = (distinct.Length == 1 ? distinct[0] : 0).ToString(CultureInfo.InvariantCulture);
        var missing = string.Join(',', sheet.Missing.Where(name => PropertyTests.CanTurn(name, amounts)));
        return (sheet.Facts, $"{outcome}|{amount}|{missing}|", []);
    }
}
