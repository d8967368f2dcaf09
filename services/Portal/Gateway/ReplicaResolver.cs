using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Wenden.Portal.Gateway;

/// <summary>Turns the name of a service into one destination for each of its replicas, and again when service discovery has news.</summary>
internal sealed class ReplicaResolver(ServiceEndpointResolver services) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var replicas = new Dictionary<string, DestinationConfig>();
        var changes = new List<IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var found = await services.GetEndpointsAsync(destination.Address, cancellationToken);
            changes.Add(found.ChangeToken);
            foreach (var address in Addresses(found))
                replicas[$"{name} {address}"] = destination with { Address = address.AbsoluteUri, Host = address.Authority };
        }

        return new ResolvedDestinationCollection(replicas, new CompositeChangeToken(changes));
    }

    /// <summary>Addresses of the replicas; configuration may give them with or without a scheme.</summary>
    public static IEnumerable<Uri> Addresses(ServiceEndpointSource found) =>
        from endpoint in found.Endpoints
        let text = endpoint.ToString()!
        select new Uri(text.Contains("://") ? text : $"http://{text}");
}
