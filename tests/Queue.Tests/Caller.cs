using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Queue;
using Wenden.Fixture;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests;

/// <summary>Somebody who calls one replica in one role at one site.</summary>
internal sealed class Caller(WebApplicationFactory<Program> replica, string role, string name, string site)
{
    private readonly HttpClient _client = Client(replica, $"role={role}; name={name}; site={site}");
    private int? _window;

    public static HttpClient Client(WebApplicationFactory<Program> replica, string? header)
    {
        var client = replica.CreateClient();
        if (header is not null)
            client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(header);
        return client;
    }

    public static Caller Kiosk(WebApplicationFactory<Program> replica, string site, string name = "k1") => new(replica, Roles.Kiosk, name, site);

    public static Caller Teller(WebApplicationFactory<Program> replica, string site, string name = "t1") => new(replica, Roles.Teller, name, site);

    public Task<HttpResponseMessage> PostAsync(string path, string? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    public Task<HttpResponseMessage> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, null);

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? key)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(path, UriKind.Relative));

    public Task<Stream> FollowAsync(string path) => _client.GetStreamAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> TryIssueAsync(string? key = null, string item = "subsidy-4050") =>
        PostAsync($"/sites/{site}/tickets", $$"""{"items":["{{item}}"]}""", key ?? Guid.CreateVersion7().ToString());

    public async Task<Ticket> IssueAsync()
    {
        using var response = await TryIssueAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await response.ReadAsync<Slip>()).Ticket;
    }

    public Task<HttpResponseMessage> TryOpenAsync(int window) => PostAsync($"/sites/{site}/windows/{window}/open");

    /// <summary>Calls the next, at a window that is opened first where the caller has not done so.</summary>
    public async Task<HttpResponseMessage> TryCallAsync(int window)
    {
        if (_window != window)
        {
            using var opened = await TryOpenAsync(window);
            _window = opened.IsSuccessStatusCode ? window : null;
        }

        return await PostAsync($"/sites/{site}/windows/{window}/call-next");
    }

    public async Task<Ticket> CallAsync(int window)
    {
        using var response = await TryCallAsync(window);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.ReadAsync<Ticket>();
    }

    public Task<HttpResponseMessage> StepAsync(Guid ticketId, string step, string? body = null) => PostAsync($"/sites/{site}/tickets/{ticketId}/{step}", body);
}

internal static class Answers
{
    public static async Task<T> ReadAsync<T>(this HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<T>(HallJson.Options))!;

    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonElement.Parse(body);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("title").GetString().ShouldNotBe(code, "The code has no text");
        return problem;
    }
}
