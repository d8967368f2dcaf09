using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Wenden.Portal.Gateway;

/// <summary>Section <c>Limits</c> of the configuration: what one caller and one address may ask of the hall.</summary>
internal sealed class LimitOptions
{
    /// <summary>Requests a second of one caller (session or token) in the long run. A kiosk at its busiest needs 5.</summary>
    public int CallerPerSecond { get; set; } = 100;

    /// <summary>Requests of one caller at once, on top.</summary>
    public int CallerBurst { get; set; } = 1_000;

    /// <summary>Requests a second of one address in the long run. A whole hall may sit behind one.</summary>
    public int AddressPerSecond { get; set; } = 1_000;

    /// <summary>Requests of one address at once, on top.</summary>
    public int AddressBurst { get; set; } = 10_000;

    /// <summary>Largest body in bytes. Services may take less; imports of the registry are excepted.</summary>
    public long Body { get; set; } = 16 * 1024 * 1024;

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of the proxies before the portal, whose forwarded headers are believed. None without it.</summary>
    public string[] Proxies { get; set; } = [];
}

internal static class LimitExtensions
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<LimitOptions>(builder.Configuration.GetSection("Limits"));
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.MaxRequestBodySize = server.ApplicationServices.GetRequiredService<IOptions<LimitOptions>>().Value.Body;
            server.AddServerHeader = false;
        });
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<LimitOptions>>((options, limits) => Believe(options, limits.Value.Proxies));
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>((options, limits) =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(ByAddress(limits.Value), ByCaller(limits.Value));
            options.OnRejected = async (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? time : _period;
                context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                await new Problem(StatusCodes.Status429TooManyRequests).ExecuteAsync(context.HttpContext);
            };
        });
    }

    private static void Believe(ForwardedHeadersOptions options, string[] proxies)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        if (proxies.Length == 0)
            options.ForwardedHeaders = ForwardedHeaders.None;
        foreach (var proxy in proxies)
        {
            if (proxy.Contains('/'))
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            else
                options.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }

    private static PartitionedRateLimiter<HttpContext> ByAddress(LimitOptions limits) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        IsProbe(context) ? RateLimitPartition.GetNoLimiter("") : Bucket(AddressOf(context), limits.AddressPerSecond, limits.AddressBurst));

    private static PartitionedRateLimiter<HttpContext> ByCaller(LimitOptions limits) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        CallerOf(context) is { } caller ? Bucket(caller, limits.CallerPerSecond, limits.CallerBurst) : RateLimitPartition.GetNoLimiter(""));

    private static RateLimitPartition<string> Bucket(string key, int perSecond, int burst) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = burst, TokensPerPeriod = perSecond, ReplenishmentPeriod = _period, QueueLimit = 0, AutoReplenishment = true,
    });

    private static bool IsProbe(HttpContext context) => context.Request.Path == "/health" || context.Request.Path == "/alive";

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string? CallerOf(HttpContext context)
    {
        if (context.Request.Headers.Authorization is [{ } own, ..])
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(own)));
        return context.User.FindFirst(SignIn.Person.SessionClaim)?.Value;
    }
}
