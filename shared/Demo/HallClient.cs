using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wenden.Demo;

/// <summary>The hall's public face, called as a kiosk or a teller's program calls it: HTTP and JSON through the gateway, nothing else.</summary>
public sealed class HallClient : IDisposable
{
    private const int Attempts = 8;
    private readonly HttpClient _http;
    private readonly Tokens _tokens;

    /// <param name="portal">Where the portal answers.</param>
    public HallClient(Uri portal)
    {
        _http = new HttpClient { BaseAddress = portal, Timeout = TimeSpan.FromMinutes(5) };
        _tokens = new Tokens(_http);
    }

    /// <summary>
    /// Sends a request as <paramref name="caller"/>, inside the trace <paramref name="traceParent"/>. Where a replica has just died the same command is
    /// sent again with the same key, so that it happens once.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        Caller caller, string traceParent, HttpMethod method, string path, Func<HttpContent?> content, CancellationToken ct)
    {
        var key = Guid.CreateVersion7().ToString();
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _tokens.OfAsync(caller));
            request.Headers.Add("traceparent", traceParent);
            if (method == HttpMethod.Post)
                request.Headers.Add("Idempotency-Key", key);
            var answer = await _http.SendAsync(request, ct);
            if (answer.StatusCode is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout) || attempt == Attempts)
                return answer;
            answer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(250 * attempt), ct);
        }
    }

    /// <summary>Reads the JSON of an answer; an empty object where there is none.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, CancellationToken ct) =>
        answer.Content.Headers.ContentType is null
            ? JsonSerializer.SerializeToElement(new { })
            : await answer.Content.ReadFromJsonAsync<JsonElement>(ct);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}

/// <summary>Who calls: an account or a device of the sample hall, at a site; <c>*</c> is every site.</summary>
public sealed record Caller(string Role, string Name, string Site);
