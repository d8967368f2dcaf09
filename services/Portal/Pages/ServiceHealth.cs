using Microsoft.Extensions.ServiceDiscovery;
using Wenden.Portal.Gateway;

namespace Wenden.Portal.Pages;

/// <summary>Asks every replica of every service how it is, now.</summary>
internal sealed class ServiceHealth(ServiceEndpointResolver services, IHttpClientFactory clients)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<ServiceState>> AskAsync(CancellationToken ct) =>
        await Task.WhenAll(Hall.Services.Select(service => AskAsync(service, ct)));

    private async Task<ServiceState> AskAsync(string service, CancellationToken ct)
    {
        var found = await services.GetEndpointsAsync($"http://{service}", ct);
        var healthy = await Task.WhenAll(ReplicaResolver.Addresses(found).Select(address => IsHealthyAsync(address, ct)));
        return new ServiceState(service, healthy.Length, healthy.Count(well => well));
    }

    private async Task<bool> IsHealthyAsync(Uri address, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(_patience);
        try
        {
            using var client = clients.CreateClient();
            using var answer = await client.GetAsync(new Uri(address, "/health"), patience.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException)
        {
            return false;
        }
    }
}

/// <summary>How a service is: replicas that should be there, and replicas that are ready to serve.</summary>
internal sealed record ServiceState(string Name, int Replicas, int Healthy)
{
    public bool IsWell => Replicas > 0 && Healthy == Replicas;
}
