using System.CommandLine;
using System.Globalization;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary><c>up</c>: runs the hall with the sample data until Ctrl-C or SIGTERM.</summary>
internal static class UpCommand
{
    private static readonly Option<int> Replicas = Number("--replicas", 1, "How many of each service run.");
    private static readonly Option<int> Port = Number("--port", 8080, "Port of the portal; the next free one is taken where it is in use.");
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the data. Default: .wenden in the repository." };
    private static readonly Option<string> AsOf = new("--as-of")
    {
        Description = "Where the hall's clock starts, an instant in ISO 8601, or 'now'.",
        DefaultValueFactory = _ => "2019-10-21T08:30:00+08:00",
    };
    private static readonly Option<int> Persons = Number("--persons", 5000, "How many sample people are made where there are none; 0 for none.");
    private static readonly Option<int> Seed = Number("--seed", 1, "The number the sample people are made from.");
    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Shows the services' log lines while they start, too." };

    public static Command Create()
    {
        var command = new Command("up", "Runs the hall until Ctrl-C.") { Replicas, Port, Data, AsOf, Persons, Seed, Verbose };
        AsOf.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && text != "now" && !TryInstant(text, out _))
                result.AddError($"'{text}' is not an instant in ISO 8601 with an offset, such as 2019-10-21T08:30:00+08:00.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var console = new HallConsole(arguments.GetValue(Verbose));
        var options = new HallOptions
        {
            PortalPort = arguments.GetValue(Port),
            Replicas = arguments.GetValue(Replicas),
            AsOf = TryInstant(arguments.GetValue(AsOf), out var asOf) ? asOf : null,
            Line = console.Line,
            Say = console.Say,
        };
        if (arguments.GetValue(Data) is { } data)
            options = options with { DataFolder = Path.GetFullPath(data) };

        console.Say("The hall opens: PostgreSQL and RabbitMQ first, then the services");
        await using var hall = await PlainHall.StartAsync(options, cancellation);
        try
        {
            var sample = new SampleData(hall.Addresses["registry"][0], hall.Addresses["identity"][0], options, console.Say);
            await sample.FillAsync(arguments.GetValue(Persons), arguments.GetValue(Seed), cancellation);
            var telemetry = hall.Databases[HallModel.Telemetry].ConnectionString;
            var file = new HallFile(hall.Portal, Environment.ProcessId, hall.Addresses, telemetry, options.AsOf);
            await file.WriteAsync(options.DataFolder, cancellation);
            Welcome.Print(hall, options);
            console.ShowsLines = true;
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            console.Say("The hall closes");
        }
        finally
        {
            File.Delete(HallFile.In(options.DataFolder));
        }
        return 0;
    }

    private static Option<int> Number(string name, int usual, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };

    private static bool TryInstant(string? text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out instant);
}
