using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.ServiceDefaults.Tests;

/// <summary>A service with little in it but what all have in common.</summary>
internal sealed class TestService(WebApplication app) : IAsyncDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(app.Urls.Single()) };

    private sealed record Named(string Name);

    public static async Task<TestService> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = "Production", ApplicationName = typeof(TestService).Assembly.GetName().Name,
        });
        builder.WebHost.TrustTestIssuer();
        builder.AddServiceDefaults("test");
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapServiceDefaults();
        app.MapGet("/sites/{site}/desk", (ClaimsPrincipal caller) => caller.AccountName()).RequireRole(Roles.Teller);
        app.MapPost("/sites/{site}/names", (Named named) => named).RequireRole(Roles.Teller);
        app.MapGet("/forgotten", () => "open");
        await app.StartAsync();
        return new TestService(app);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? caller, string language = "zh") =>
        _client.SendAsync(Request(HttpMethod.Get, path, caller, language));

    public async Task<HttpStatusCode> StatusWithAsync(string token)
    {
        using var request = Request(HttpMethod.Get, "/sites/a/desk", null, "zh");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string caller, string type = "application/json")
    {
        var request = Request(HttpMethod.Post, path, caller, "zh");
        request.Content = new StringContent(body, null, type);
        return _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? caller, string language)
    {
        var request = new HttpRequestMessage(method, path);
        if (caller is not null)
            request.Headers.Authorization = TestIssuer.Bearer(caller);
        request.Headers.Add("Accept-Language", language);
        return request;
    }
}
