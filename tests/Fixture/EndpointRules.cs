using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wenden.Messaging;

namespace Wenden.Fixture;

/// <summary>What the endpoints of a service say of themselves.</summary>
public static class EndpointRules
{
    private static readonly string[] OpenToAll = ["/health", "/alive", "/openapi/{documentName}.json", "/scalar"];
    private static readonly string[] OfEveryService = ["/outbox", "/outbox/replay", "/audit/verify"];

    /// <summary>Paths that name no role and are not of the few that are open to all in every service.</summary>
    public static IReadOnlyList<string> PathsWithoutRole(this IServiceProvider services) =>
    [
        .. Endpoints(services)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                || !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Roles is { Length: > 0 }))
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => !OpenToAll.Contains(path) && !path.StartsWith("/scalar/", StringComparison.Ordinal))
            .Distinct(),
    ];

    /// <summary>Paths that are neither audited nor open to all, but for those of every service. Each has to be known to tell of no person.</summary>
    public static IReadOnlyList<string> UnauditedPaths(this IServiceProvider services) =>
    [
        .. Endpoints(services)
            .Where(endpoint => endpoint.Metadata.GetMetadata<AuditedAction>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Except(OfEveryService),
    ];

    private static IEnumerable<RouteEndpoint> Endpoints(IServiceProvider services) =>
        services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
}
