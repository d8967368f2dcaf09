namespace Wenden.Portal.Reading;

internal static class ReadingExtensions
{
    public static void AddReading(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<HallReader>();
        builder.Services.AddScoped<QueueReads>().AddScoped<IntakeReads>().AddScoped<SubsidyReads>();
        builder.Services.AddScoped<CertificationReads>().AddScoped<OperatorReads>();
        builder.Services.AddScoped<ServiceHealth>().AddScoped<BrokerReads>();
    }
}
