using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Demo;

namespace Wenden.Journeys.Tests;

/// <summary>What the hall promises about forms (免填表), over the sample district of 5,000.</summary>
[Collection(ImportLast.Name)]
public sealed class FormFreeTests(RunningHall running)
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static readonly Caller _operator = new("operator", "o001", "*");

    [Fact]
    public async Task Persons_type_nothing_and_four_of_five_items_of_employers_need_nothing_typed()
    {
        using var hall = new HallClient(running.Hall.Portal);
        var district = await DistrictAsync();
        using var imported = await hall.SendAsync(_operator, Trace, HttpMethod.Post, "/api/registry/imports", () => Ndjson(district), CancellationToken.None);
        imported.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await hall.SendAsync(_operator, Trace, HttpMethod.Get, "/api/forms/coverage", () => null, CancellationToken.None);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var coverage = await answer.Content.ReadFromJsonAsync<JsonElement>();
        foreach (var audience in coverage.GetProperty("audiences").EnumerateArray())
            TestContext.Current.SendDiagnosticMessage(audience.ToString());
        foreach (var item in coverage.GetProperty("items").EnumerateArray())
            TestContext.Current.SendDiagnosticMessage($"{item.GetProperty("code")} {(item.TryGetProperty("held", out var held) ? held : default)} {item.GetProperty("missing")}");
        foreach (var audience in coverage.GetProperty("audiences").EnumerateArray())
        {
            var (name, items) = (audience.GetProperty("audience").GetString(), audience.GetProperty("items").GetInt32());
            var least = name == "employer" ? 0.8 : 1;
            (audience.GetProperty("withoutTyping").GetInt32() / (double)items).ShouldBeGreaterThanOrEqualTo(least, name);
            audience.GetProperty("held").GetDecimal().ShouldBeGreaterThanOrEqualTo(0.95m, name);
        }
    }

    private static ByteArrayContent Ndjson(byte[] lines) => new(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };

    private static async Task<byte[]> DistrictAsync()
    {
        var registry = Path.Combine(AppContext.BaseDirectory, "../../Registry/release/Wenden.Registry.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { registry, "generate", "--persons", "5000", "--seed", "1" })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var lines = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(lines);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return lines.ToArray();
    }
}
