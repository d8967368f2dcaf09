using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Registry;
using Wenden.Fixture;
using Wenden.ServiceDefaults;

namespace Wenden.Registry.Tests;

/// <summary>Somebody who calls the registry in one role.</summary>
public sealed class Caller
{
    private readonly HttpClient _client;

    public Caller(WebApplicationFactory<Program> service, string role)
        : this(service.CreateClient(), role)
    {
    }

    public Caller(HttpClient client, string role)
    {
        _client = client;
        _client.Timeout = TimeSpan.FromMinutes(5);
        _client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(role, role, "*");
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content) => _client.PostAsync(new Uri(path, UriKind.Relative), content);

    public Task<HttpResponseMessage> LookUpAsync(string idNumber) => PostAsync("/persons/lookup", JsonContent.Create(new { idNumber }));

    public async Task<PersonFile> ReadAsync(string idNumber)
    {
        using var found = await LookUpAsync(idNumber);
        var personId = (await found.ReadAsync<JsonElement>()).GetProperty("personId").GetGuid();
        using var file = await GetAsync($"/persons/{personId}");
        return await file.ReadAsync<PersonFile>();
    }

    /// <summary>Imports lines that must be understood as a whole; single ones may be rejected.</summary>
    internal async Task<Imported> ImportAsync(params IEnumerable<string> lines)
    {
        using var answer = await PostAsync("/imports", Ndjson(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)))));
        return await answer.ReadAsync<Imported>();
    }

    internal async Task<IReadOnlyList<RejectedAnswer>> ReadRejectedAsync(Imported import)
    {
        using var answer = await GetAsync(import.RejectedLines);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize<RejectedAnswer>(line, HallJson.Options)!)];
    }

    public static HttpContent Ndjson(Stream lines)
    {
        var content = new StreamContent(lines);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return content;
    }
}

internal sealed record Imported(Guid ImportId, Dictionary<string, Counted> Counts, long PersonsChanged, string RejectedLines)
{
    public Counted Total => Counts.Values.Aggregate(new Counted(0, 0, 0, 0, 0), (sum, kind) => sum + kind);
}

internal sealed record Counted(long Received, long Added, long Changed, long Unchanged, long Rejected)
{
    public static Counted operator +(Counted a, Counted b) =>
        new(a.Received + b.Received, a.Added + b.Added, a.Changed + b.Changed, a.Unchanged + b.Unchanged, a.Rejected + b.Rejected);
}

internal sealed record RejectedAnswer(long Line, string? Kind, string Code, string Reason, string Content);

internal static class Answers
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonSerializer.Deserialize<T>(body, HallJson.Options)!;
    }

    public static async Task ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("title").GetString().ShouldNotBe(code, "The code has no text");
    }
}
