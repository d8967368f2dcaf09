using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wenden.Contracts.Queue;

namespace Wenden.Kiosk.Numbers;

/// <summary>The queue as this kiosk reaches it: HTTP to the gateway.</summary>
/// <param name="http">Its base address ends with the queue's path, such as <c>https://hall/api/queue/</c>.</param>
/// <param name="clock">The kiosk's clock.</param>
internal sealed class QueueLine(HttpClient http, TimeProvider clock)
{
    /// <summary>How long a visitor is left waiting for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>In which the queue gives its reasons: <c>zh</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "zh";

    public async Task<IReadOnlyList<Item>> ItemsAsync(string site, CancellationToken ct) =>
        await AskAsync<IReadOnlyList<Item>>(HttpMethod.Get, $"sites/{site}/items", null, null, ct);

    public Task<Site> SiteAsync(string site, CancellationToken ct) => AskAsync<Site>(HttpMethod.Get, $"sites/{site}", null, null, ct);

    public Task<Slip> IssueAsync(string site, IssueRequest request, Guid key, CancellationToken ct) =>
        AskAsync<Slip>(HttpMethod.Post, $"sites/{site}/tickets", request, key, ct);

    public Task<Slip> CheckInAsync(string site, CheckInRequest request, Guid key, CancellationToken ct) =>
        AskAsync<Slip>(HttpMethod.Post, $"sites/{site}/appointments/check-in", request, key, ct);

    public Task<Lease> LeaseAsync(string site, Guid key, CancellationToken ct) =>
        AskAsync<Lease>(HttpMethod.Post, $"sites/{site}/leases", new { }, key, ct);

    public async Task<IReadOnlyList<LeasedTicketResult>> HandInAsync(string site, Guid lease, IReadOnlyList<LeasedTicket> tickets, CancellationToken ct) =>
        (await AskAsync<HandInAnswer>(HttpMethod.Post, $"sites/{site}/leases/{lease}/tickets", new { tickets }, null, ct)).Tickets;

    public Task ReturnAsync(string site, Guid lease, int lastUsed, CancellationToken ct) =>
        AskAsync<object>(HttpMethod.Post, $"sites/{site}/leases/{lease}/return", new { lastUsed }, null, ct);

    /// <summary>Takes back the question for a number that was asked with the key, and the number if there is one.</summary>
    public Task WithdrawAsync(string site, Guid key, CancellationToken ct) =>
        AskAsync<Ticket?>(HttpMethod.Post, $"sites/{site}/tickets/withdraw", new { key }, null, ct);

    public async Task<string> PrintAsync(string site, Guid ticket, string printer, CancellationToken ct) =>
        (await AskAsync<PrintAnswer>(HttpMethod.Post, $"sites/{site}/tickets/{ticket}/print", new { printer }, null, ct)).Result;

    private async Task<T> AskAsync<T>(HttpMethod method, string path, object? body, Guid? key, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.AcceptLanguage.ParseAdd(Language);
        if (key is { } once)
            request.Headers.Add("Idempotency-Key", once.ToString());
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: KioskJson.Options);
        try
        {
            using var answer = await http.SendAsync(request, either.Token);
            if (IsAway(answer.StatusCode))
                throw new QueueAwayException($"The answer was {(int)answer.StatusCode}.");
            if (!answer.IsSuccessStatusCode)
                throw new QueueRefusedException(answer.StatusCode, await ProblemAsync(answer, either.Token));
            if (answer.StatusCode is HttpStatusCode.NoContent)
                return default!;
            return (await answer.Content.ReadFromJsonAsync<T>(KioskJson.Options, either.Token))!;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException
            || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new QueueAwayException("No answer came.", exception);
        }
    }

    /// <summary>A kiosk that is no longer signed in, or has asked too often, cannot reach the queue either; the visitor is not to suffer for it.</summary>
    private static bool IsAway(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    private static async Task<QueueProblem> ProblemAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<QueueProblem>(KioskJson.Options, ct) ?? new QueueProblem();
        }
        catch (JsonException)
        {
            return new QueueProblem();
        }
    }

    private sealed record HandInAnswer(IReadOnlyList<LeasedTicketResult> Tickets);

    private sealed record PrintAnswer(string Result);
}

/// <summary>Exactly one of the two.</summary>
internal sealed record CheckInRequest(string? Code, string? IdentityNumber);

/// <summary>What a problem document of the queue says.</summary>
internal sealed record QueueProblem
{
    public string Code { get; init; } = "";

    public string? Detail { get; init; }

    public string? Title { get; init; }
}

/// <summary>The queue did not answer: whether it did what it was asked is not known.</summary>
internal sealed class QueueAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The queue answered, and the answer is no.</summary>
internal sealed class QueueRefusedException(HttpStatusCode status, QueueProblem problem) : Exception($"{(int)status} {problem.Code}")
{
    public HttpStatusCode Status { get; } = status;

    public QueueProblem Problem { get; } = problem;
}

internal static class KioskJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
