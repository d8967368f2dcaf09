using System.CommandLine;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary><c>people</c>: fills an empty registry that somebody else has started with sample people. AppHost runs it.</summary>
internal static class PeopleCommand
{
    private static readonly Option<Uri> Registry = new("--registry") { Description = "Address of the registry.", Required = true };
    private static readonly Option<Uri> Identity = new("--identity") { Description = "Address of identity.", Required = true };
    private static readonly Option<int> Persons = new("--persons") { Description = "How many.", DefaultValueFactory = _ => 5000 };
    private static readonly Option<int> Seed = new("--seed") { Description = "The number they are made from.", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("people", "Fills an empty registry with sample people.") { Registry, Identity, Persons, Seed };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var sample = new SampleData(arguments.GetRequiredValue(Registry), arguments.GetRequiredValue(Identity), new HallOptions(), Console.WriteLine);
        await sample.FillAsync(arguments.GetValue(Persons), arguments.GetValue(Seed), cancellation);
        return 0;
    }
}
