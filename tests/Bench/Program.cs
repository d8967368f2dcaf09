using System.CommandLine;

namespace Wenden.Bench;

internal static class Program
{
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long each rate is measured.", DefaultValueFactory = _ => 8 };
    private static readonly Option<int> LoadSeconds = new("--load-seconds") { Description = "How long the whole hall is measured; 0 for not at all.", DefaultValueFactory = _ => 120 };

    private static Task<int> Main(string[] args)
    {
        var queue = new Command("queue", "Numbers and calls over HTTP beside pgbench with the same statements, and a hall under load.") { Seconds, LoadSeconds };
        queue.SetAction(async (arguments, _) => await QueueBench.RunAsync(arguments.GetValue(Seconds), arguments.GetValue(LoadSeconds), Console.Out));
        var forms = new Command("forms", "The forms of a retirement: together, the first of a cold process, beside Chromium, and memory.") { Seconds };
        forms.SetAction(async (arguments, _) => await FormsBench.RunAsync(arguments.GetValue(Seconds), Console.Out));
        var subsidy = new Command("subsidy", "Assessments in process and through HTTP, beside the same rules as one SQL query, and the yearly run of 50,000.") { Seconds };
        subsidy.SetAction(async (arguments, _) => await SubsidyBench.RunAsync(arguments.GetValue(Seconds), Console.Out));
        var firstForm = new Command(FormsBench.FirstFormCommand) { Hidden = true };
        firstForm.SetAction(_ => FormsBench.FirstForm(Console.Out));
        return new RootCommand("Measures the services, as ratios against a baseline in the same run.") { queue, forms, subsidy, firstForm }.Parse(args).InvokeAsync();
    }
}
