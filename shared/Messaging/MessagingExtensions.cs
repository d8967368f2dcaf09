using System.Net;
using System.Reflection;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Wenden.Messaging.Inbox;
using Wenden.Messaging.Outbox;
using Wenden.ServiceDefaults.Data;

namespace Wenden.Messaging;

/// <summary>Events over RabbitMQ that are neither lost nor doubled.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// The unit of work in which commands happen, and the audit trail of the persons they are about: what a service without events of its own
    /// needs. <see cref="AddMessaging"/> does it too.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name.</param>
    /// <param name="auditClock">What entries of the audit trail are dated by, where it is not the service's own clock.</param>
    public static WebApplicationBuilder AddCommands(this WebApplicationBuilder builder, string service, TimeProvider? auditClock = null)
    {
        builder.AddAudit(service, auditClock);
        builder.Services.AddSchema(typeof(MessagingExtensions).Assembly);
        builder.Services.AddSingleton<UnitsOfWork>();
        builder.Services.AddScoped<UnitOfWork>();
        return builder;
    }

    /// <summary>
    /// The bus with every consumer of the service, queues named <c>service-consumer-name</c>; the unit of work; the relay that sends what units
    /// of work have published. Needs the service's database to be added first.
    /// </summary>
    public static WebApplicationBuilder AddMessaging(this WebApplicationBuilder builder, string service)
    {
        var consumers = Assembly.Load(new AssemblyName(builder.Environment.ApplicationName)).GetTypes().Where(IsConsumer).ToArray();
        builder.AddCommands(service);
        builder.Services.AddSingleton(services => new HallTopology(
            service,
            services.GetRequiredService<IConfiguration>().GetSection("Messaging:Services").Get<string[]>() ?? [.. Contracts.Hall.Services],
            BrokerUri(services),
            services.GetRequiredService<IBusControl>(),
            services.GetRequiredService<ILogger<HallTopology>>()));
        builder.Services.AddSingleton<OutboxMetrics>();

        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options =>
        {
            options.WaitUntilStarted = true;
            options.StopTimeout = TimeSpan.FromSeconds(8);
        });
        builder.Services.AddHostedService(services => new BusWatch(
            services.GetRequiredService<IBusControl>(),
            BrokerUri(services),
            services.GetRequiredService<IConfiguration>().GetValue("Messaging:BusPatience", BusWatch.DefaultPatience),
            services.GetRequiredService<IHostApplicationLifetime>(),
            services.GetRequiredService<ILogger<BusWatch>>()));
        builder.Services.AddHostedService<BindingTurn>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            bus.AddConsumers(consumers);
            bus.AddConfigureEndpointsCallback((context, _, endpoint) => ConfigureEndpoint(context, endpoint));
            bus.UsingRabbitMq((context, broker) =>
            {
                broker.Host(BrokerUri(context));
                broker.ConfigureEndpoints(context);
            });
        });

        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHostedService<OldRows>();
        return builder;
    }

    /// <summary><c>GET /outbox</c> and <c>POST /outbox/replay</c>, for an operator; the audit trail, for an auditor.</summary>
    public static WebApplication MapMessaging(this WebApplication app)
    {
        app.MapReadOutbox();
        app.MapReplay();
        app.MapAudit();
        return app;
    }

    private static Uri BrokerUri(IServiceProvider services) => new(
        services.GetRequiredService<IConfiguration>().GetConnectionString("rabbitmq")
        ?? throw new InvalidOperationException("The connection string 'rabbitmq' is missing."));

    private static bool IsConsumer(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConsumer));

    private static void ConfigureEndpoint(IRegistrationContext context, IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
        {
            queue.SetQuorumQueue();
            // From RabbitMQ 4 on a quorum queue drops a message after 20 deliveries; a service that is killed again and again must not lose it.
            queue.SetQueueArgument("x-delivery-limit", 1_000_000);
        }

        endpoint.PrefetchCount = 64;
        endpoint.ConcurrentMessageLimit = 8;
        // While the database or another service is away a message waits; it is not at fault. Together about eight hours.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(IsOutage);
            retry.Exponential(1_000, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(300));
        });
        // Anything else may be a race with another message; after these it goes to the error queue.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<Exception>(IsOutage);
            retry.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
        });
        endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
    }

    private static bool IsOutage(Exception exception) => exception switch
    {
        NpgsqlException database => database.IsTransient,
        HttpRequestException { StatusCode: { } status } => status >= HttpStatusCode.InternalServerError,
        HttpRequestException or ExecutionRejectedException => true,
        _ => false,
    };
}
