using System.Collections.Concurrent;
using System.Text.Json;
using Wenden.Contracts.Identity;

namespace Wenden.Demo;

/// <summary>Access tokens of the sample hall's accounts and devices, each fetched once.</summary>
internal sealed class Tokens(HttpClient http)
{
    private readonly ConcurrentDictionary<Caller, Task<string>> _tokens = new();

    public Task<string> OfAsync(Caller caller) => _tokens.GetOrAdd(caller, FetchAsync);

    private async Task<string> FetchAsync(Caller caller)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = SampleHall.ScriptGrant, ["client_id"] = SampleHall.ScriptClient, ["role"] = caller.Role, ["name"] = caller.Name, ["site"] = caller.Site,
        });
        using var answer = await http.PostAsync(new Uri("identity/connect/token", UriKind.Relative), form);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"Identity gives no token to {caller.Name} ({(int)answer.StatusCode}): {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }
}
