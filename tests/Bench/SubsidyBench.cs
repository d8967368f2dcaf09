using System.Diagnostics;
using System.Globalization;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Bench;

/// <summary>Assessments on one core of this process, through HTTP in bulk, and the same rules as one SQL query over the same data.</summary>
internal static class SubsidyBench
{
    private const int People = 50_000;
    private const double WantedRate = 1_000_000;

    public static async Task RunAsync(int seconds, TextWriter output)
    {
        var policy = PolicyBook.Load(Path.Combine(AppContext.BaseDirectory, "Policies")).Find("4050", 2019)!;
        var people = SubsidyPeople.Make(People);

        await output.WriteLineAsync(Text($"{People:N0} people, one in six with a fact missing; one thread of {Environment.ProcessorCount} cores"));
        Rate(people, facts => Assessor.Judge(policy, facts), seconds: 2);
        var verdicts = Rate(people, facts => Assessor.Judge(policy, facts), seconds);
        await output.WriteLineAsync(Text($"  verdicts/s      {verdicts,12:N0}  {Judge(verdicts >= WantedRate)}: {WantedRate:N0}"));
        Rate(people, facts => Assessor.Assess(policy, facts), seconds: 2);
        var assessments = Rate(people, facts => Assessor.Assess(policy, facts), seconds);
        await output.WriteLineAsync(Text($"  with reasons/s  {assessments,12:N0}"));
    }

    private static double Rate<T>(Facts[] people, Func<Facts, T> judge, int seconds)
    {
        var (count, started) = (0L, Stopwatch.StartNew());
        while (started.Elapsed.TotalSeconds < seconds)
        {
            for (var person = 0; person < 1_000; person++)
                judge(people[(count + person) % people.Length]);
            count += 1_000;
        }

        return count / started.Elapsed.TotalSeconds;
    }

    private static string Judge(bool reached) => reached ? "reached" : "NOT reached";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
