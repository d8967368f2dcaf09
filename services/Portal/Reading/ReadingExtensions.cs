using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;

namespace Wenden.Portal.Reading;

internal static class ReadingExtensions
{
    /// <summary>The HTTP client for what a person waits for: pages and signing in.</summary>
    public const string Client = "desk";

    /// <summary>The HTTP client for what walks through all that a service has.</summary>
    public const string Patient = "patient";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    public static void AddReading(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<HallReader>();
        builder.Services.AddScoped<QueueReads>().AddScoped<QueueCommands>().AddScoped<OwnAppointments>().AddScoped<VisitReads>().AddScoped<CaseReads>().AddScoped<RatingReads>().AddScoped<FindingReads>().AddScoped<LedgerReads>().AddScoped<MaterialReads>().AddScoped<RegistryReads>().AddScoped<IntakeReads>();
        builder.Services.AddScoped<CertificationReads>().AddScoped<OperatorReads>().AddScoped<FormReads>().AddScoped<SigningReads>().AddScoped<VerifyReads>();
        builder.Services.AddScoped<ProgrammeReads>().AddScoped<NoticeReads>().AddScoped<ReportReads>();
        builder.Services.AddScoped<ReviewReads>().AddScoped<ObjectionReads>().AddScoped<MoneyReads>().AddScoped<RenewalReads>().AddScoped<PolicyReads>();
        builder.Services.AddScoped<ServiceHealth>().AddScoped<BrokerReads>();
        builder.Services.AddScoped<AuditReads>().AddScoped<Accounts>().AddScoped<Devices>().AddScoped<Keys>().AddScoped<SampleCodes>();

        // A person waits at the page: one quick second try, then the truth. A service that is down is no reason to keep from another.
#pragma warning disable EXTEXP0001 // The defaults wait for half a minute, and there is no other way to be rid of them.
        builder.Services.AddHttpClient(Client).RemoveAllResilienceHandlers().AddStandardResilienceHandler(Hurry).SelectPipelineByAuthority();
        builder.Services.AddHttpClient(Patient, client => client.Timeout = _patience).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    /// <summary>For what services give to whoever has a link, or to anybody: no token is sent.</summary>
    public static HttpClient CreateForAnybody(this IHttpClientFactory clients)
    {
        var client = clients.CreateClient(Client);
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(CultureInfo.CurrentUICulture.Name));
        return client;
    }

    private static void Hurry(HttpStandardResilienceOptions options)
    {
        options.Retry.DisableForUnsafeHttpMethods();
        options.Retry.MaxRetryAttempts = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(300);
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(5);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(10);
    }
}
