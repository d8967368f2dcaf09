using System.Net;
using System.Text.Json;
using Microsoft.Extensions.ServiceDiscovery;
using Wenden.Portal.Gateway;

namespace Wenden.Portal.Reading;

/// <summary>Asks every replica of every service how it is, now.</summary>
internal sealed class ServiceHealth(ServiceEndpointResolver services, IHttpClientFactory clients)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<ServiceState>> AskAsync(CancellationToken ct) =>
        await Task.WhenAll(Hall.Services.Append("identity").Distinct().Select(service => AskAsync(service, ct)));

    private async Task<ServiceState> AskAsync(string service, CancellationToken ct)
    {
        var found = await services.GetEndpointsAsync($"http://{service}", ct);
        return new ServiceState(service, await Task.WhenAll(ReplicaResolver.Addresses(found).Select(address => AskAsync(address, ct))));
    }

    private async Task<ReplicaState> AskAsync(Uri address, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            using var client = clients.CreateClient(ReadingExtensions.Client);
            using var answer = await client.GetAsync(new Uri(address, "/health"), patience.Token);
            var ill = answer.StatusCode == HttpStatusCode.OK ? [] : IllParts(await answer.Content.ReadAsStringAsync(patience.Token));
            return new ReplicaState(address.Authority, answer.IsSuccessStatusCode, ill);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException)
        {
            return new ReplicaState(address.Authority, IsWell: false, []);
        }
    }

    private static string[] IllParts(string report)
    {
        try
        {
            return
            [
                .. JsonElement.Parse(report).GetProperty("parts").EnumerateObject()
                    .Where(part => part.Value.GetString() != "Healthy").Select(part => part.Name),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return [];
        }
    }
}

internal sealed record ServiceState(string Name, IReadOnlyList<ReplicaState> Replicas)
{
    public bool IsWell => Replicas.Count > 0 && Replicas.All(replica => replica.IsWell);
}

/// <summary>One replica.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="IsWell">Whether it is ready to serve.</param>
/// <param name="Ill">The parts it says are not well, the database for example.</param>
internal sealed record ReplicaState(string Address, bool IsWell, IReadOnlyList<string> Ill);
