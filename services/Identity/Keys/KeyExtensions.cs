using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace Wenden.Identity.Keys;

internal static class KeyExtensions
{
    /// <summary>All keys from the database, on every replica the same.</summary>
    public static void AddKeys(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SecretBox>();
        services.AddSingleton<KeyTable>();
        services.AddSingleton<KeyRing>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton(provider => provider.GetRequiredService<KeyRing>().ServerChanges);
        services.AddSingleton(provider => provider.GetRequiredService<KeyRing>().ValidationChanges);

        // It warns of every key that it did not encrypt itself; the repository encrypts them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        services.AddDataProtection().SetApplicationName("wenden-identity");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, ProtectionKeys>();
    }

    public static void MapKeys(this WebApplication app)
    {
        app.MapListKeys();
        app.MapRotateKeys();
    }
}
