using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Wenden.Audit;
using Wenden.Messaging.Auditing;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Data;
using Wenden.ServiceDefaults.Problems;

namespace Wenden.Messaging;

/// <summary>Who reads or changes which person's data.</summary>
public static class AuditExtensions
{
    /// <summary>The trail's tables and the trail of each request. <see cref="MessagingExtensions.AddMessaging"/> does it too.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Its name.</param>
    /// <param name="clock">What entries are dated by, where it is not the service's own clock.</param>
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder, string service, TimeProvider? clock = null)
    {
        builder.Services.AddSchema(typeof(AuditSchema).Assembly);
        builder.Services.AddScoped(services => new AuditTrail(service, clock ?? services.GetRequiredService<TimeProvider>()));
        return builder;
    }

    /// <summary><c>GET /audit</c> and <c>GET /audit/verify</c>, for an auditor. <see cref="MessagingExtensions.MapMessaging"/> does it too.</summary>
    public static WebApplication MapAudit(this WebApplication app)
    {
        app.MapSearchAudit();
        app.MapVerifyAudit();
        return app;
    }

    /// <summary>
    /// The endpoint reads or changes the data of persons, whom its handler notes by <see cref="AuditTrail"/> or <see cref="UnitOfWork.Audit(Guid, Purpose?)"/>.
    /// Where they cannot be written to the trail, the answer is 503 and tells nothing.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="action">Stable name: the service, a dot and what is done, <c>subsidy.first-review</c>.</param>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder endpoint, string action)
    {
        endpoint.WithMetadata(new AuditedAction(action));
        endpoint.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (!Purpose.TryRead(http.Request, out var purpose))
                return Problem.Invalid("purpose.malformed");
            var trail = http.RequestServices.GetRequiredService<AuditTrail>();
            trail.Begin(http, action, purpose);
            var result = await next(context);
            // An open unit writes it with the command.
            return trail.IsEmpty || http.RequestServices.GetService<UnitOfWork>() is { IsOpen: true } || await TryWriteAsync(trail, http)
                ? result
                : new Problem(StatusCodes.Status503ServiceUnavailable, "audit.unavailable");
        });
        return endpoint;
    }

    private static async Task<bool> TryWriteAsync(AuditTrail trail, HttpContext http)
    {
        try
        {
            await using var connection = await http.RequestServices.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(http.RequestAborted);
            await trail.WriteAsync(connection, http.RequestAborted);
            return true;
        }
        catch (NpgsqlException exception)
        {
            http.RequestServices.GetRequiredService<ILogger<AuditTrail>>()
                .LogError(exception, "{Method} {Path} is refused: it cannot be audited", http.Request.Method, http.Request.Path);
            return false;
        }
    }
}

/// <summary>What an endpoint is audited as.</summary>
/// <param name="Action">Stable name, such as <c>subsidy.first-review</c>.</param>
public sealed record AuditedAction(string Action);
