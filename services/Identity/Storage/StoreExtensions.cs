using Microsoft.EntityFrameworkCore;

namespace Wenden.Identity.Storage;

internal static class StoreExtensions
{
    /// <summary>The tables as Entity Framework sees them, on the service's own connections.</summary>
    public static void AddIdentityStore(this WebApplicationBuilder builder) =>
        builder.Services.AddDbContext<IdentityStore>((services, options) => options
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
            .UseSnakeCaseNamingConvention());
}
