using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Scalar.AspNetCore;
using Wenden.ServiceDefaults.Callers;
using Wenden.ServiceDefaults.Problems;
using Wenden.ServiceDefaults.Telemetry;

namespace Wenden.ServiceDefaults;

/// <summary>What every service of the hall has in common.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Telemetry, health, problem details, callers, the hall's clock, JSON, the API description, and HTTP clients that find
    /// the other services.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name.</param>
    /// <param name="issuesTokens">Whether it gives out the tokens by which callers are known, and so sets up for itself how it knows its own.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string service, bool issuesTokens = false)
    {
        builder.AddHallTelemetry(service);
        builder.DenyUnlessSaid();
        if (!issuesTokens)
            builder.AddTokens();
        builder.AddProblems();
        builder.AddServiceClients(service);

        builder.Services.Replace(ServiceDescriptor.Singleton(HallClock.From(builder.Configuration)));
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.AddOpenApi();
        builder.Services.ConfigureHttpJsonOptions(options => HallJson.ConfigureStrictly(options.SerializerOptions));
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.All);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        return builder;
    }

    /// <summary><c>/health</c> (ready to serve), <c>/alive</c>, <c>/openapi/v1.json</c>, the API page <c>/scalar</c>, and the way errors are answered.</summary>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseRequestLocalization(AskersLanguage.Configure);
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => new Problem(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = HealthReport.WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapOpenApi().AllowAnonymous();
        // The page is for reading and trying; what it offers to send elsewhere stays off.
        app.MapScalarApiReference(page => page.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton())
            .AllowAnonymous();
        return app;
    }
}
