using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.ServiceDiscovery;
using Yarp.ReverseProxy.Transforms;

namespace Wenden.Portal.Gateway;

/// <summary>
/// One door to all services: <c>/api/queue/…</c> is <c>/…</c> of the queue, on whichever of its replicas answers; <c>/identity/…</c> is where
/// people sign in. Answers are streamed as they come, so server-sent events are too.
/// </summary>
internal static class GatewayExtensions
{
    private const string Identity = "identity";
    private const long NoLimit = -1;

    // An import answers only when the last line is merged.
    private static readonly TimeSpan _longestSilence = TimeSpan.FromMinutes(10);

    public static void AddGateway(this WebApplicationBuilder builder)
    {
        RouteConfig[] routes =
        [
            .. Hall.Services.Select(service => Route(service, $"/api/{service}")),
            // A district comes in as one body of any length.
            Route("registry", "/api/registry", "/imports", NoLimit),
            Route(Identity, $"/{Identity}"),
        ];
        builder.Services.AddReverseProxy().LoadFromMemory(routes, [.. Hall.Services.Append(Identity).Distinct().Select(Cluster)]);
        builder.Services.AddSingleton<IDestinationResolver, ReplicaResolver>();
        builder.AddLimits();
    }

    public static void MapGateway(this WebApplication app)
    {
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<AttachToken>();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        app.Map("/api/{**rest}", () => new Problem(StatusCodes.Status404NotFound)).AllowAnonymous();
    }

    private static RouteConfig Route(string service, string prefix, string path = "", long? limit = null) => new RouteConfig
    {
        RouteId = service + path,
        ClusterId = service,
        Match = new RouteMatch { Path = path == "" ? $"{prefix}/{{**rest}}" : prefix + path },
        // Services ask for themselves who calls.
        AuthorizationPolicy = "Anonymous",
        MaxRequestBodySize = limit,
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
