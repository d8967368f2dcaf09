using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.ServiceDefaults;

/// <summary>HTTP between services: found by resource name, retried where repeating is harmless, signed with who calls.</summary>
public static class ServiceClients
{
    internal const string Identity = "identity";
    internal const string TokenEndpoint = "identity's token endpoint";

    internal static void AddServiceClients(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ServiceToken>(services, service));
        builder.Services.AddTransient<ServiceToken.Signing>();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
        builder.AddServiceClient(Identity);
    }

    /// <summary>A named client for the service <paramref name="target"/>: <c>clients.CreateClient("registry")</c>.</summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string target) =>
        builder.Services.AddHttpClient(target, client => client.BaseAddress = new Uri($"http://{target}")).AddHttpMessageHandler<ServiceToken.Signing>();
}
