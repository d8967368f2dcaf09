using System.CommandLine;

namespace Wenden.Simulation;

internal static class Program
{
    private static readonly Option<int> Visitors = new("--visitors") { Description = "How many come.", DefaultValueFactory = _ => 1200 };
    private static readonly Option<int> Windows = new("--windows") { Description = "How many windows open, 1 to 18.", DefaultValueFactory = _ => 18 };
    private static readonly Option<double> Speed = new("--speed") { Description = "How many times as fast as a real day, 1 to 500.", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The number the day is made from.", DefaultValueFactory = _ => 1 };
    private static readonly Option<FileInfo?> Picture = new("--picture") { Description = "Where the day is drawn (SVG)." };

    private static Task<int> Main(string[] args)
    {
        var command = new RootCommand("A day in the hall: visitors, tellers and devices at the real queue.") { Visitors, Windows, Speed, Seed, Picture };
        command.SetAction(RunAsync);
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var plan = DayPlan.Make(arguments.GetValue(Visitors), Math.Clamp(arguments.GetValue(Windows), 1, 18), arguments.GetValue(Seed));
        var report = await new SimulatedDay(plan, Math.Clamp(arguments.GetValue(Speed), 1, 500)).RunAsync();
        Console.Write(report);
        if (arguments.GetValue(Picture) is { } file)
        {
            DayPicture.Of(report).Save(file.FullName);
            Console.WriteLine($"  drawn in {file.FullName}");
        }

        return report.BrokenInvariants.Count == 0 ? 0 : 1;
    }
}
