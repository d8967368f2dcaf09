using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Localization;
using Wenden.Portal.Pages;

namespace Wenden.Portal.Reading;

/// <summary>
/// The queues of RabbitMQ, from its management API. <c>RabbitMq:Management</c> gives address and account, <c>http://user:password@host:15672</c>.
/// </summary>
internal sealed class BrokerReads(IConfiguration configuration, IHttpClientFactory clients, IStringLocalizer<Texts> text)
{
    public bool IsConfigured => !string.IsNullOrEmpty(configuration["RabbitMq:Management"]);

    /// <exception cref="ReadFailedException">The broker refused or gave no answer.</exception>
    public async Task<IReadOnlyList<BrokerQueue>> QueuesAsync(CancellationToken ct)
    {
        var address = new Uri(configuration["RabbitMq:Management"]!);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/api/queues?columns=name,messages,messages_unacknowledged,consumers"));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        try
        {
            using var client = clients.CreateClient(ReadingExtensions.Client);
            using var answer = await client.SendAsync(request, ct);
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<BrokerQueue[]>(ct))!;
        }
        catch (Exception exception) when (exception is HttpRequestException or Polly.ExecutionRejectedException)
        {
            throw new ReadFailedException(
                StatusCodes.Status503ServiceUnavailable, text["service.unreachable", text["service.rabbitmq"]], System.Diagnostics.Activity.Current?.TraceId.ToString());
        }
    }
}

internal sealed record BrokerQueue
{
    public required string Name { get; init; }

    public long Messages { get; init; }

    [JsonPropertyName("messages_unacknowledged")]
    public long Unacknowledged { get; init; }

    public int Consumers { get; init; }

    /// <summary>What a consumer could not take after all retries waits here for the operator.</summary>
    public bool IsErrorQueue => Name.EndsWith("_error", StringComparison.Ordinal) || Name.EndsWith("_skipped", StringComparison.Ordinal);
}
