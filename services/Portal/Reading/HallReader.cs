using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using Wenden.Portal.Pages;
using Wenden.Portal.SignIn;

namespace Wenden.Portal.Reading;

/// <summary>Speaks with the services with the token of the person signed in, so that a page shows and does what that person may.</summary>
internal sealed class HallReader(
    IHttpClientFactory clients, SessionTokens tokens, AuthenticationStateProvider state, IStringLocalizer<Texts> text)
{
    private static readonly ActivitySource _activities = new("Wenden.Portal");

    /// <param name="service">Name of the service.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <param name="client">The HTTP client; <see cref="ReadingExtensions.Patient"/> for what takes its time.</param>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public async Task<T> GetAsync<T>(string service, string path, CancellationToken ct, string client = ReadingExtensions.Client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{service}{path}"));
        using var answer = await SendAsync(request, client, HttpCompletionOption.ResponseContentRead, ct);
        return (await answer.Content.ReadFromJsonAsync<T>(HallJson.Options, ct))!;
    }

    /// <summary>An answer that goes on, such as server-sent events; the caller disposes it.</summary>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public async Task<HttpResponseMessage> FollowAsync(string service, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{service}{path}"));
        return await SendAsync(request, ReadingExtensions.Client, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>Has a service change something; never tried a second time by itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="service">Name of the service.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">Sent as JSON.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <param name="key">The <c>Idempotency-Key</c>, the same for a second try of the same.</param>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public async Task DoAsync(HttpMethod method, string service, string path, object? body, CancellationToken ct, string? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://{service}{path}"));
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: HallJson.Options);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await SendAsync(request, ReadingExtensions.Client, HttpCompletionOption.ResponseContentRead, ct);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string clientName, HttpCompletionOption completion, CancellationToken ct)
    {
        var service = request.RequestUri!.Host;
        using var activity = _activities.StartActivity($"{(request.Method == HttpMethod.Get ? "read" : "change")} {service}");
        var traceId = Activity.Current?.TraceId.ToString();
        try
        {
            var person = (await state.GetAuthenticationStateAsync()).User;
            if (person.SessionId() is not { } session || await tokens.FindAsync(session, ct) is not { } token)
                throw new ReadFailedException(StatusCodes.Status401Unauthorized, text["session.over"], traceId);

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
            using var client = clients.CreateClient(clientName);
            var answer = await client.SendAsync(request, completion, ct);
            if (answer.IsSuccessStatusCode)
                return answer;

            using (answer)
            {
                // The account may have been stopped; then there is no other token, and the session is over.
                if (answer.StatusCode == HttpStatusCode.Unauthorized)
                    await tokens.FindAsync(session, ct, refused: token);
                throw await RefusalAsync(answer, traceId, ct);
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException or NpgsqlException or ObjectDisposedException
            || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ReadFailedException(StatusCodes.Status503ServiceUnavailable, text["service.unreachable", text[$"service.{service}"]], traceId);
        }
    }

    private async Task<ReadFailedException> RefusalAsync(HttpResponseMessage answer, string? traceId, CancellationToken ct)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            return new ReadFailedException(
                (int)answer.StatusCode,
                problem.GetProperty("title").GetString() ?? "",
                problem.TryGetProperty("traceId", out var id) ? id.GetString() : traceId);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ReadFailedException((int)answer.StatusCode, text["service.failed", (int)answer.StatusCode], traceId);
        }
    }
}

/// <summary>A service did not give what was asked; the message is for the person at the page.</summary>
internal sealed class ReadFailedException(int status, string title, string? traceId) : Exception(title)
{
    public int Status => status;

    public string? TraceId => traceId;
}
