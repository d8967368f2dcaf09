using System.Net;
using System.Text.Json;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests;

/// <summary>A browser as far as HTTP goes: it keeps cookies and follows redirects.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClientHandler _handler = new() { CookieContainer = new CookieContainer(), UseProxy = false };
    private readonly HttpClient _client;
    private readonly Uri _portal;

    public Visitor(Uri portal, bool follows = true)
    {
        _portal = portal;
        _handler.AllowAutoRedirect = follows;
        _client = new HttpClient(_handler) { BaseAddress = portal };
    }

    public IEnumerable<Cookie> Cookies => _handler.CookieContainer.GetAllCookies();

    public static async Task<Visitor> SignedInAsync(PortalHall hall, Account account, Uri? portal = null)
    {
        var visitor = new Visitor(portal ?? hall.First);
        visitor.Become(account, hall.First);
        using var home = await visitor.OpenAsync("/");
        home.StatusCode.ShouldBe(HttpStatusCode.OK, await home.Content.ReadAsStringAsync());
        return visitor;
    }

    /// <summary>Whom the identity service will take this browser for.</summary>
    public void Become(Account account, Uri issuer) =>
        _handler.CookieContainer.Add(new Cookie("sign-in-as", account.ToString(), "/identity", issuer.Host));

    public void SetCookie(string name, string value) => _handler.CookieContainer.Add(new Cookie(name, value, "/", _portal.Host));

    /// <summary>Asks for a page.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, Uri? portal = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(portal ?? _portal, path));
        request.Headers.Add("Accept", "text/html,application/xhtml+xml");
        return _client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, Uri? portal = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(portal ?? _portal, path)) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HttpResponseMessage> GetAsync(string path, Uri? portal = null) => SendAsync(HttpMethod.Get, path, null, portal);

    public async Task<JsonElement> EchoAsync(Uri? portal = null)
    {
        using var answer = await GetAsync("/api/queue/echo", portal);
        return await answer.JsonAsync();
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static async Task ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonElement.Parse(body);
        problem.Text("code").ShouldBe(code);
        problem.Text("title").ShouldNotBe(code, "the code has no text");
    }
}
