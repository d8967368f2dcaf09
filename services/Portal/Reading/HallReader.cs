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
    /// <param name="purpose">Why a person's data are read.</param>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public async Task<T> GetAsync<T>(string service, string path, CancellationToken ct, string client = ReadingExtensions.Client, Purpose? purpose = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{service}{path}"));
        Name(purpose, request);
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
    /// <param name="body">Sent as JSON, or as it is where it is content already.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <param name="key">The <c>Idempotency-Key</c>, the same for a second try of the same.</param>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public Task DoAsync(HttpMethod method, string service, string path, object? body, CancellationToken ct, string? key = null) =>
        DoAsync<object>(method, service, path, body, ct, key);

    /// <summary>The same, with what the service answered; null where it answered without a body.</summary>
    /// <param name="method">The method.</param>
    /// <param name="service">Name of the service.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">Sent as JSON, or as it is where it is content already.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <param name="key">The <c>Idempotency-Key</c>, the same for a second try of the same.</param>
    /// <param name="purpose">Why a person's data are read or changed.</param>
    /// <param name="client">The HTTP client; <see cref="ReadingExtensions.Patient"/> for what takes its time.</param>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public async Task<T?> DoAsync<T>(
        HttpMethod method, string service, string path, object? body, CancellationToken ct, string? key = null, Purpose? purpose = null,
        string client = ReadingExtensions.Client)
        where T : class
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://{service}{path}"));
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: HallJson.Options);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        Name(purpose, request);
        using var answer = await SendAsync(request, client, HttpCompletionOption.ResponseContentRead, ct);
        return answer.Content.Headers.ContentLength == 0 || answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : await answer.Content.ReadFromJsonAsync<T>(HallJson.Options, ct);
    }

    private static void Name(Purpose? purpose, HttpRequestMessage request)
    {
        if (purpose is not null)
            request.Headers.Add(Purpose.Header, purpose.Text);
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
                problem.TryGetProperty("traceId", out var id) ? id.GetString() : traceId,
                problem);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ReadFailedException((int)answer.StatusCode, text["service.failed", (int)answer.StatusCode], traceId);
        }
    }
}

/// <summary>A service did not give what was asked; the message is for the person at the page.</summary>
public sealed class ReadFailedException(int status, string title, string? traceId, JsonElement problem = default) : Exception(title)
{
    public int Status => status;

    public string? TraceId => traceId;

    /// <summary>The stable code of the problem; none where the service gave none.</summary>
    public string? Code => Find("code") is { ValueKind: JsonValueKind.String } code ? code.GetString() : null;

    /// <summary>A member of the problem, for example the present <c>ticket</c>; null where it has none.</summary>
    public T? Member<T>(string name)
        where T : class =>
        Find(name)?.Deserialize<T>(HallJson.Options);

    private JsonElement? Find(string name) => problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var member) ? member : null;
}
