using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Wenden.PlainHost.Halls;

namespace Wenden.PlainHost.Commands;

/// <summary><c>subsidy replay</c>: the running hall decides every application again, and what comes out differently is printed.</summary>
internal static class SubsidyCommand
{
    // A hall of many years has many decisions.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(30);
    private static readonly Option<string?> Token = new("--token") { Description = "Access token of an operator or auditor; the sample hall's first operator without it." };
    private static readonly Option<Uri?> Portal = new("--portal") { Description = "Address of the portal; that of the hall in the data folder without it." };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the data. Default: .wenden in the repository." };

    public static Command Create()
    {
        var replay = new Command("replay", "Decides every application again from its frozen facts; fails where anything comes out differently.") { Token, Portal, Data };
        replay.SetAction(ReplayAsync);
        return new Command("subsidy", "The 4050 subsidy of the running hall.") { replay };
    }

    private static async Task<int> ReplayAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var portal = arguments.GetValue(Portal)
            ?? (await HallFile.ReadAsync(arguments.GetValue(Data) ?? new HallOptions().DataFolder, cancellation))?.Portal
            ?? throw new InvalidOperationException("No hall runs here. Start one with ./wenden up, in another terminal.");
        var token = arguments.GetValue(Token)
            ?? await SampleToken.FetchAsync(new Uri(portal, "identity/"), "operator", site: "*", name: null, person: null, cancellation);

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = _patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.GetAsync(new Uri(portal, "api/subsidy/replay"), cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The subsidy does not answer ({(int)answer.StatusCode}): {text}");
        using var json = JsonDocument.Parse(text);
        return await PrintAsync(json.RootElement, arguments.InvocationConfiguration.Output);
    }

    private static async Task<int> PrintAsync(JsonElement replayed, TextWriter output)
    {
        var differing = replayed.GetProperty("differing").GetInt32();
        await output.WriteLineAsync($"{replayed.GetProperty("decisions").GetInt32()} decisions made again, differences: {(differing == 0 ? "none" : differing)}");
        foreach (var difference in replayed.GetProperty("differences").EnumerateArray())
        {
            var differs = string.Join(", ", difference.GetProperty("differs").EnumerateArray().Select(what => what.GetString()));
            await output.WriteLineAsync($"  {difference.GetProperty("site").GetString()} {difference.GetProperty("id").GetString()}: {differs}");
        }

        return differing == 0 ? 0 : 1;
    }
}
