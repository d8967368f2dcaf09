using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Wenden.ServiceDefaults.Telemetry;

/// <summary>Traces, metrics and logs: over OTLP where an endpoint is configured, otherwise spans go to <c>telemetrydb</c>.</summary>
internal static class TelemetryExtensions
{
    public static void AddHallTelemetry(this WebApplicationBuilder builder, string service)
    {
        builder.Logging.AddConsole(console => console.FormatterName = MaskedConsole.FormatterName);
        builder.Logging.AddConsoleFormatter<MaskedConsole, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        // Each attempt and its stack; what comes of them is said by whoever has asked.
        builder.Logging.AddFilter("Polly", LogLevel.None);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(service, serviceNamespace: "wenden", serviceInstanceId: Environment.MachineName + "-" + Environment.ProcessId)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
                .AddMeter("Npgsql", "MassTransit", "Wenden.*"))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = request => !IsProbe(request.Request.Path))
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddSource("MassTransit", "Wenden.*")
                .AddProcessor<MaskSpans>());

        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Logging.AddOpenTelemetry(logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.IncludeScopes = true;
                logs.AddProcessor(new MaskLogs());
            });
            telemetry.UseOtlpExporter();
        }
        else if (builder.Configuration.GetConnectionString("telemetrydb") is { } connectionString)
        {
            telemetry.WithTracing(tracing => tracing.AddProcessor(services => new SpanStore(
                connectionString, service, services.GetRequiredService<ILogger<SpanStore>>())));
        }
    }

    private static bool IsProbe(Microsoft.AspNetCore.Http.PathString path) => path == "/health" || path == "/alive";
}
