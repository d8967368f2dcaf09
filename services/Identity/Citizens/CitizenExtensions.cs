using Wenden.Identity.Settings;

namespace Wenden.Identity.Citizens;

internal static class CitizenExtensions
{
    public static void AddCitizens(this WebApplicationBuilder builder, IdentitySettings settings)
    {
        builder.AddServiceClient("registry");
        builder.Services.AddSingleton<RegistryCheck>().AddSingleton<CitizenCodes>().AddSingleton<DeliverCodes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DeliverCodes>());
        if (settings.Sample)
            builder.Services.AddSingleton<ICodeDelivery, TableCodes>();
        else
            builder.Services.AddSingleton<ICodeDelivery, MailCodes>();
    }

    /// <summary>For the sample hall only.</summary>
    public static void MapReadCodes(this WebApplication app) => TableCodes.Map(app);
}
