using System.Globalization;
using Wenden.PlainHost.Servers;

namespace Wenden.PlainHost.Halls;

/// <summary>
/// The environment of a service, variable by variable what Aspire 13 gives in run mode for <c>WithReference</c>, endpoints and telemetry.
/// Two things differ: a service with replicas is named once per replica, since there is no proxy before them, and the telemetry endpoint is only
/// passed on, since there is no dashboard.
/// </summary>
internal sealed class HallEnvironment
{
    private readonly Dictionary<string, string?> _variables = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string?> Variables => _variables;

    public HallEnvironment Set(string name, string? value)
    {
        _variables[name] = value;
        return this;
    }

    public HallEnvironment WithDatabase(DatabaseAccess access)
    {
        var prefix = access.Database.ToUpperInvariant();
        var place = $"{access.Host}:{access.Port}/{Uri.EscapeDataString(access.Database)}";
        return Set($"ConnectionStrings__{access.Database}", access.ConnectionString)
            .Set($"{prefix}_HOST", access.Host)
            .Set($"{prefix}_PORT", access.Port.ToString(CultureInfo.InvariantCulture))
            .Set($"{prefix}_USERNAME", access.Username)
            .Set($"{prefix}_PASSWORD", access.Password)
            .Set($"{prefix}_DATABASENAME", access.Database)
            .Set($"{prefix}_URI", $"postgresql://{Uri.EscapeDataString(access.Username)}:{Uri.EscapeDataString(access.Password)}@{place}")
            .Set($"{prefix}_JDBCCONNECTIONSTRING", $"jdbc:postgresql://{place}");
    }

    public HallEnvironment WithBroker(RabbitServer broker) =>
        Set("ConnectionStrings__rabbitmq", broker.Uri)
            .Set("RABBITMQ_HOST", "127.0.0.1")
            .Set("RABBITMQ_PORT", broker.Port.ToString(CultureInfo.InvariantCulture))
            .Set("RABBITMQ_USERNAME", broker.Username)
            .Set("RABBITMQ_PASSWORD", broker.Password)
            .Set("RABBITMQ_URI", broker.Uri);

    public HallEnvironment WithService(string name, IReadOnlyList<Uri> addresses)
    {
        Set($"{name.ToUpperInvariant()}_HTTP", Text(addresses[0]));
        for (var i = 0; i < addresses.Count; i++)
            Set($"services__{name}__http__{i}", Text(addresses[i]));
        return this;
    }

    /// <summary>The queues that an operator looks at.</summary>
    public HallEnvironment WithBrokerPage(RabbitServer broker) => Set(
        "RabbitMq__Management", $"http://{Uri.EscapeDataString(broker.Username)}:{Uri.EscapeDataString(broker.Password)}@127.0.0.1:{broker.ManagementPort}");

    public HallEnvironment WithOwnAddress(Uri address) =>
        Set("ASPNETCORE_URLS", Text(address)).Set("ASPNETCORE_ENVIRONMENT", "Development").Set("DOTNET_LAUNCH_PROFILE", "http");

    public HallEnvironment WithTelemetry(string service, string instance)
    {
        const string milliseconds = "1000";
        Set("OTEL_SERVICE_NAME", service)
            .Set("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={instance}")
            .Set("OTEL_BLRP_SCHEDULE_DELAY", milliseconds)
            .Set("OTEL_BSP_SCHEDULE_DELAY", milliseconds)
            .Set("OTEL_METRIC_EXPORT_INTERVAL", milliseconds)
            .Set("OTEL_TRACES_SAMPLER", "always_on")
            .Set("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based")
            .Set("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true")
            .Set("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "in_memory")
            .Set("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true")
            .Set("OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION", "true");
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } endpoint)
            Set("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
                .Set("OTEL_EXPORTER_OTLP_PROTOCOL", Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL") ?? "grpc");
        return this;
    }

    public HallEnvironment WithConsole() =>
        Set("DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION", "true").Set("LOGGING__CONSOLE__FORMATTERNAME", "simple");

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
