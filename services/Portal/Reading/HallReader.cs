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

/// <summary>Reads from the services with the token of the person signed in, so that a page shows what that person may see.</summary>
internal sealed class HallReader(
    IHttpClientFactory clients, SessionTokens tokens, AuthenticationStateProvider state, IStringLocalizer<Texts> text)
{
    private static readonly ActivitySource _activities = new("Wenden.Portal");

    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public async Task<T> GetAsync<T>(string service, string path, CancellationToken ct)
    {
        using var answer = await SendAsync(service, path, HttpCompletionOption.ResponseContentRead, ct);
        return (await answer.Content.ReadFromJsonAsync<T>(HallJson.Options, ct))!;
    }

    /// <summary>An answer that goes on, such as server-sent events; the caller disposes it.</summary>
    /// <exception cref="ReadFailedException">The service refused or gave no answer.</exception>
    public Task<HttpResponseMessage> FollowAsync(string service, string path, CancellationToken ct) =>
        SendAsync(service, path, HttpCompletionOption.ResponseHeadersRead, ct);

    private async Task<HttpResponseMessage> SendAsync(string service, string path, HttpCompletionOption completion, CancellationToken ct)
    {
        using var activity = _activities.StartActivity($"read {service}");
        var traceId = Activity.Current?.TraceId.ToString();
        try
        {
            var person = (await state.GetAuthenticationStateAsync()).User;
            if (person.SessionId() is not { } session || await tokens.FindAsync(session, ct) is not { } token)
                throw new ReadFailedException(StatusCodes.Status401Unauthorized, text["session.over"], traceId);

            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{service}{path}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.AcceptLanguage.ParseAdd(CultureInfo.CurrentUICulture.Name);
            using var client = clients.CreateClient(ReadingExtensions.Client);
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
