using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary>Fills an empty registry with made-up people: its own generator writes them, its own import takes them.</summary>
internal sealed class SampleData(Uri registry, Uri identity, HallOptions options, Action<string> say)
{
    public async Task FillAsync(int persons, int seed, CancellationToken cancellation)
    {
        if (persons == 0)
            return;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.BaseAddress = registry;
        http.Timeout = Timeout.InfiniteTimeSpan;
        var token = await SampleToken.FetchAsync(identity, "operator", site: "*", name: null, person: null, cancellation);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var count = await http.GetStringAsync("persons/count", cancellation);
        // An import that was cut off is done again; what is there already does not change by it.
        var unfinished = Path.Combine(options.DataFolder, "sample-import-unfinished");
        if (NumberIn(count) > 0 && !File.Exists(unfinished))
        {
            say($"The registry holds {NumberIn(count)} people; no sample people are added");
            return;
        }

        say($"Sample people: {persons} from seed {seed}");
        var started = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(options.DataFolder);
        await File.WriteAllTextAsync(unfinished, "", cancellation);
        var answer = await ImportAsync(http, persons, seed, cancellation);
        File.Delete(unfinished);
        say($"Imported in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {Summary(answer)}");
    }

    private async Task<string> ImportAsync(HttpClient http, int persons, int seed, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Outputs.Dotnet)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.Combine(options.Root, "services", "Registry"),
        };
        foreach (var argument in new[] { Outputs.ProgramOf("Registry"), "generate", "--persons", $"{persons}", "--seed", $"{seed}" })
            start.ArgumentList.Add(argument);
        if (options.AsOf is { } asOf)
            start.Environment["Wenden__AsOf"] = asOf.ToString("O");

        using var generator = Process.Start(start) ?? throw new InvalidOperationException("The generator did not start.");
        using var lines = new StreamContent(generator.StandardOutput.BaseStream);
        lines.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var answer = await http.PostAsync(new Uri("imports", UriKind.Relative), lines, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        await generator.WaitForExitAsync(cancellation);
        if (!answer.IsSuccessStatusCode || generator.ExitCode != 0)
            throw new InvalidOperationException(
                $"The sample people could not be imported ({(int)answer.StatusCode}, generator {generator.ExitCode}): {text}");
        return text;
    }

    // {"counts":{"person":{"received":…,"added":…,"rejected":…},…},…}
    private static string Summary(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return string.Join(", ", json.RootElement.GetProperty("counts").EnumerateObject()
            .Select(kind => $"{kind.Name} {kind.Value.GetProperty("added")} added, {kind.Value.GetProperty("rejected")} rejected"));
    }

    private static long NumberIn(string json) =>
        long.TryParse(new string([.. json.Where(char.IsAsciiDigit)]), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
