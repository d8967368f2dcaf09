using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>The service's own access token, by which other services know it; fetched when it is first needed and again before it expires.</summary>
internal sealed class ServiceToken(string service, IConfiguration configuration, IHttpClientFactory clients) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Held _held = new("", DateTimeOffset.MinValue);

    public async Task<string> ReadAsync(CancellationToken ct)
    {
        if (IsFresh(_held))
            return _held.Token;
        await _turn.WaitAsync(ct);
        try
        {
            if (!IsFresh(_held))
                _held = await FetchAsync(ct);
            return _held.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives up a token that somebody has refused.</summary>
    public void Forget(string token)
    {
        if (_held.Token == token)
            _held = new("", DateTimeOffset.MinValue);
    }

    public void Dispose() => _turn.Dispose();

    private static bool IsFresh(Held held) => held.Until > TimeProvider.System.GetUtcNow();

    private async Task<Held> FetchAsync(CancellationToken ct)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = service,
            ["client_secret"] = configuration["Identity:ClientSecret"] ?? throw new InvalidOperationException("Identity:ClientSecret is missing: the service's own."),
        };
        // No part of the errand on which somebody happened to need it.
        using var untraced = SuppressInstrumentationScope.Begin();
        var now = TimeProvider.System.GetUtcNow();
        using var client = clients.CreateClient(ServiceClients.TokenEndpoint);
        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(new Uri("http://identity/connect/token"), content, ct);
        answer.EnsureSuccessStatusCode();
        var given = await answer.Content.ReadFromJsonAsync<Given>(ct) ?? throw new InvalidOperationException("Identity answered without a token.");
        // Soon enough that it does not expire on the way.
        return new Held(given.AccessToken, now + TimeSpan.FromSeconds(given.ExpiresIn * 0.9));
    }

    private sealed record Held(string Token, DateTimeOffset Until);

    private sealed record Given([property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);

    /// <summary>Signs a request with the token; with a new one where the first is refused, for instance after identity has got other keys.</summary>
    internal sealed class Signing(ServiceToken token) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var used = await token.ReadAsync(cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", used);
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Unauthorized)
                return answer;
            token.Forget(used);
            // A body may have been read already.
            if (request.Content is not null)
                return answer;

            answer.Dispose();
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token.ReadAsync(cancellationToken));
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
