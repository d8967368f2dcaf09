using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wenden.Contracts.Identity;

namespace Wenden.Journeys.Tests.Security;

/// <summary>Every call that the running services describe, made by whoever a test names, straight at the service.</summary>
internal sealed partial class HallApi(RunningHall running) : IDisposable
{
    /// <summary>Where the callers belong; nobody waits there.</summary>
    public const string OwnSite = "town-zeku";

    public const string OtherSite = "town-houjia";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly Dictionary<string, string> _tokens = [];

    public async Task<IReadOnlyList<Call>> CallsAsync()
    {
        var calls = new List<Call>();
        foreach (var (service, addresses) in running.Hall.Addresses.Where(service => service.Key != "portal"))
        {
            var description = await _http.GetFromJsonAsync<JsonElement>(new Uri(addresses[0], "/openapi/v1.json"));
            calls.AddRange(
                from path in description.GetProperty("paths").EnumerateObject()
                from operation in path.Value.EnumerateObject()
                select new Call(service, operation.Name.ToUpperInvariant(), path.Name, operation.Value, description));
        }

        return calls;
    }

    /// <summary>A token of the sample account, device or service with that role at the own site.</summary>
    public async Task<string> TokenAsync(string role, string? name = null)
    {
        if (_tokens.TryGetValue(role + name, out var token))
            return token;
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = SampleHall.ScriptGrant, ["client_id"] = SampleHall.ScriptClient, ["role"] = role, ["site"] = OwnSite,
        };
        if (name is not null)
            fields["name"] = name;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await _http.PostAsync(new Uri(running.Hall.Addresses["identity"][0], "/connect/token"), form);
        answer.EnsureSuccessStatusCode();
        return _tokens[role + name] = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Makes a call about things that do not exist.</summary>
    public async Task<HttpResponseMessage> SendAsync(Call call, string? role, string site = OwnSite, Func<HttpContent?>? content = null)
    {
        var path = Parameter().Replace(call.Path, match => match.Groups[1].Value switch
        {
            "site" => site,
            "window" or "sequence" => "1",
            "report" => "played",
            "link" => "abcdefghijklmnopqrstuv",
            "programme" => "4050",
            "year" => "2019",
            "code" => "nothing-of-that-name",
            _ => Guid.CreateVersion7().ToString(),
        });
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(running.Hall.Addresses[call.Service][0], path)) { Content = content?.Invoke() };
        if (role is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(role));
        // A service that refuses a large body does so before it is sent.
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 1_000_000;
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        // A stream of events never ends.
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}

/// <summary>An operation of a service's description.</summary>
internal sealed record Call(string Service, string Method, string Path, JsonElement Operation, JsonElement Description)
{
    public bool IsOfSite => Path.Contains("{site}");

    public override string ToString() => $"{Service} {Method} {Path}";
}
