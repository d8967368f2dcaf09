using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Wenden.Portal.Gateway;

/// <summary>
/// One door to all services: <c>/api/queue/…</c> is <c>/…</c> of the queue, on whichever of its replicas answers. Identity, whose pages people see
/// in the address line, is at <c>/identity/…</c>.
/// </summary>
internal static class GatewayExtensions
{
    private const string Identity = "identity";

    // An import answers only when the last line is merged.
    private static readonly TimeSpan _longestSilence = TimeSpan.FromMinutes(10);

    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddReverseProxy().LoadFromMemory(
            [.. Hall.Services.Select(service => Route(service, $"/api/{service}")), Route(Identity, $"/{Identity}")],
            [.. Hall.Services.Append(Identity).Select(Cluster)]);
        builder.Services.AddSingleton<IDestinationResolver, ReplicaResolver>();
        // Each service has its own limit on the size of a request.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
    }

    private static RouteConfig Route(string service, string prefix) => new RouteConfig
    {
        RouteId = service,
        ClusterId = service,
        Match = new RouteMatch { Path = $"{prefix}/{{**rest}}" },
        // Services ask for themselves who calls.
        AuthorizationPolicy = "Anonymous",
    }
        .WithTransformPathRemovePrefix(prefix)
        .WithTransformXForwarded(xPrefix: ForwardedTransformActions.Off)
        .WithTransformRequestHeader("X-Forwarded-Prefix", prefix, append: false);

    private static ClusterConfig Cluster(string service) => new()
    {
        ClusterId = service,
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = _longestSilence },
        HealthCheck = new HealthCheckConfig
        {
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true, Path = "/alive", Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(2), Policy = "ConsecutiveFailures",
            },
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = TimeSpan.FromSeconds(5) },
            AvailableDestinationsPolicy = "HealthyOrPanic",
        },
    };
}
