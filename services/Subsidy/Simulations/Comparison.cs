using Wenden.Contracts.Registry;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Simulations;

/// <summary>What one policy says on a person.</summary>
internal sealed record Side(Outcome Outcome, decimal Amount);

/// <summary>Somebody who would gain or lose, and the codes of the rules that make the difference.</summary>
internal sealed record Example(Guid PersonId, Side Before, Side Now, IReadOnlyList<string> Because);

/// <summary>Counts what two policies say on the same people, each as of the first day of its own window.</summary>
internal sealed class Comparison(Policy before, Policy now, int mostExamples)
{
    private readonly List<Example> _examples = [];

    public int Gain { get; private set; }

    public int Lose { get; private set; }

    public int Same { get; private set; }

    public int Unknown { get; private set; }

    public decimal CostBefore { get; private set; }

    public decimal CostNow { get; private set; }

    public IReadOnlyList<Example> Examples => _examples;

    public void Add(PersonFile person)
    {
        Verdict old, young;
        try
        {
            (old, young) = (Judge(before, person), Judge(now, person));
        }
        catch (InvalidDataException)
        {
            // One file that holds nonsense does not keep the others from being judged.
            Unknown++;
            return;
        }

        CostBefore += old.Amount;
        CostNow += young.Amount;
        if (old.Outcome == Outcome.Incomplete || young.Outcome == Outcome.Incomplete)
            Unknown++;
        else if (young.Amount > old.Amount)
            Gain++;
        else if (young.Amount < old.Amount)
            Lose++;
        else
            Same++;

        if (old.Amount != young.Amount && _examples.Count < mostExamples)
            _examples.Add(new Example(person.PersonId, new Side(old.Outcome, old.Amount), new Side(young.Outcome, young.Amount), Because(old, young)));
    }

    private static Verdict Judge(Policy policy, PersonFile person) =>
        Assessor.Judge(policy, OnRecord.Of(person, person.Site, policy.Window.From, policy).Facts);

    // What one side names and the other does not; where both name the same, the amounts themselves have changed.
    private static string[] Because(Verdict old, Verdict young)
    {
        var (left, right) = (Codes(old), Codes(young));
        string[] different = [.. left.Except(right), .. right.Except(left)];
        return different.Length > 0 ? different : [RuleCodes.Amount];
    }

    private static string[] Codes(Verdict verdict) => [.. verdict.Groups.Codes, .. verdict.Failed.Codes, .. verdict.Exclusions.Codes];
}
