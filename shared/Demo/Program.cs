using Wenden.Demo;

// wenden demo: --portal http://localhost:8080 --out folder
var portal = new Uri(Option("--portal") ?? "http://localhost:8080");
var output = Option("--out") ?? Path.Combine(Directory.GetCurrentDirectory(), ".wenden", "demo");

using var hall = new HallClient(portal);
try
{
    var day = await Day.WalkAsync(hall, output, Console.Out, CancellationToken.None);
    Console.WriteLine();
    Console.WriteLine(day.Totals);
    return 0;
}
catch (StepFailedException failure)
{
    Console.Error.WriteLine($"The walk stopped: {failure.Message}");
    return 1;
}
catch (HttpRequestException failure)
{
    Console.Error.WriteLine($"The hall at {portal} cannot be reached ({failure.Message}). Start it with ./wenden up.");
    return 2;
}

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
