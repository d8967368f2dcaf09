using Microsoft.AspNetCore.Http;

namespace Wenden.ServiceDefaults;

/// <summary>The body of <c>/health</c>: the status, and one line per part.</summary>
internal static class HealthReport
{
    public static Task WriteAsync(HttpContext context, Microsoft.Extensions.Diagnostics.HealthChecks.HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                Status = report.Status.ToString(),
                Parts = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
            },
            HallJson.Options,
            context.RequestAborted);
}
