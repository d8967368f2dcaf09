using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.ServiceDefaults;

/// <summary>HTTP between services: found by resource name, retried where repeating is harmless, signed with who calls.</summary>
public static class ServiceClients
{
    private sealed record ServiceName(string Value);

    internal static void AddServiceClients(this WebApplicationBuilder builder, string service)
    {
        builder.Services.AddSingleton(new ServiceName(service));
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
            http.AddServiceDiscovery();
        });
    }

    /// <summary>A named client for the service <paramref name="target"/>: <c>clients.CreateClient("registry")</c>.</summary>
    public static IHttpClientBuilder AddServiceClient(this WebApplicationBuilder builder, string target) =>
        builder.Services.AddHttpClient(target, (services, client) =>
        {
            client.BaseAddress = new Uri($"http://{target}");
            var caller = services.GetRequiredService<ServiceName>().Value;
            client.DefaultRequestHeaders.Add(CallerHeader.Name, $"role={Roles.Service}; name={caller}; site=*");
        });
}
