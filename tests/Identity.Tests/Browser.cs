using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;

namespace Wenden.Identity.Tests;

/// <summary>What a browser shows: a page of identity, or the address of another site it was sent to.</summary>
internal sealed record Shown(HttpStatusCode Status, Uri Address, IHtmlDocument? Page, HttpResponseMessage Answer)
{
    public string? Problem => Page?.QuerySelector(".problem")?.TextContent;

    public string Path => Address.AbsolutePath;

    /// <summary>A parameter of the address.</summary>
    public string? this[string name] => QueryHelpers.ParseQuery(Address.Query).TryGetValue(name, out var value) ? value.ToString() : null;
}

/// <summary>
/// Somebody in front of a browser: keeps cookies, follows redirects, fills in forms as they stand in the page. It reaches identity as through the
/// gateway, with the prefix taken off and forwarded, each request at the other replica. Each browser has an address of its own unless a test gives one.
/// </summary>
internal sealed class Browser(IdentityHall hall, string? address = null, string language = "zh") : IDisposable
{
    private static readonly Uri Root = new(IdentityHall.Issuer + "/");
    private static int _browsers;

    private readonly string _address = address ?? NextAddress();

    private readonly HttpMessageInvoker[] _replicas =
        [new(hall.First.Server.CreateHandler()), new(hall.Second.Server.CreateHandler())];

    private int _requests;

    public CookieContainer Cookies { get; private set; } = new();

    /// <summary>The trace that its requests belong to, where a test follows them.</summary>
    public ActivityTraceId Trace { get; init; } = ActivityTraceId.CreateRandom();

    /// <summary>Everything it was answered, redirects included.</summary>
    public List<HttpResponseMessage> Answers { get; } = [];

    public Task<Shown> OpenAsync(string path) => SendAsync(HttpMethod.Get, new Uri(Root, path), null);

    /// <summary>Sends the page's form, with what the page filled in itself and the given fields.</summary>
    public Task<Shown> SubmitAsync(Shown shown, params (string Name, string Value)[] fields)
    {
        var form = shown.Page!.QuerySelector("form").ShouldBeAssignableTo<IHtmlFormElement>()!;
        var values = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => input.Name is not null)
            .ToDictionary(input => input.Name!, input => input.Value);
        foreach (var (name, value) in fields)
        {
            values.ShouldContainKey(name);
            values[name] = value;
        }

        return SendAsync(HttpMethod.Post, shown.Address, values);
    }

    /// <summary>A copy with the cookies of this moment.</summary>
    public Browser Copy()
    {
        var copy = new Browser(hall, _address, language) { Cookies = new CookieContainer() };
        copy.Cookies.Add(Cookies.GetAllCookies());
        return copy;
    }

    private async Task<Shown> SendAsync(HttpMethod method, Uri target, Dictionary<string, string>? form)
    {
        for (var redirects = 0; redirects < 12; redirects++)
        {
            if (!target.AbsoluteUri.StartsWith(Root.AbsoluteUri))
                return new Shown(HttpStatusCode.Found, target, null, new HttpResponseMessage());
            var answer = await RequestAsync(method, target, form);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
                Cookies.SetCookies(target, cookie);
            if (answer.Headers.Location is { } location)
            {
                (method, target, form) = (HttpMethod.Get, new Uri(target, location), null);
                continue;
            }

            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            return new Shown(answer.StatusCode, target, page, answer);
        }

        throw new InvalidOperationException($"Too many redirects, last to {target}");
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, Uri target, Dictionary<string, string>? form)
    {
        var inside = new Uri("http://identity" + target.PathAndQuery["/identity".Length..]);
        var request = new HttpRequestMessage(method, inside);
        request.Headers.Add("X-Forwarded-Prefix", "/identity");
        request.Headers.Add("X-Forwarded-Host", "localhost:8080");
        request.Headers.Add("X-Forwarded-Proto", "http");
        request.Headers.Add("X-Forwarded-For", _address);
        request.Headers.Add("Accept-Language", language);
        if (Cookies.GetCookieHeader(target) is { Length: > 0 } header)
            request.Headers.Add("Cookie", header);
        if (form is not null)
            request.Content = new FormUrlEncodedContent(form);
        request.Headers.Add("traceparent", $"00-{Trace}-{ActivitySpanId.CreateRandom()}-01");
        var answer = await _replicas[_requests++ % 2].SendAsync(request, CancellationToken.None);
        Answers.Add(answer);
        return answer;
    }

    private static string NextAddress()
    {
        var number = Interlocked.Increment(ref _browsers);
        return $"10.1.{number / 250}.{number % 250}";
    }

    public void Dispose() => Array.ForEach(_replicas, replica => replica.Dispose());
}
