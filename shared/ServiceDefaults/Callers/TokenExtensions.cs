using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;

namespace Wenden.ServiceDefaults.Callers;

/// <summary>Callers prove who they are by an access token of identity's.</summary>
internal static class TokenExtensions
{
    /// <summary>Whom access tokens are for: every service of the hall.</summary>
    private const string Audience = "wenden";

    private static readonly string[] _needed = ["Identity:Issuer", "Identity:ClientSecret"];

    /// <summary>An endpoint that names nobody lets nobody in. What is no endpoint at all answers 404, 405 or 415 whoever asks.</summary>
    public static void DenyUnlessSaid(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(asked => asked.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build());
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, OwnSite.Answer>();
    }

    public static void AddTokens(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KnownTokens>();
        builder.Services.AddSingleton<StoppedTokens>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StoppedTokens>());
        builder.Services.AddOpenIddict().AddValidation(validation =>
        {
            validation.AddAudiences(Audience);
            validation.UseSystemNetHttp();
            validation.UseAspNetCore();
            KnownTokens.Use(validation);
            validation.AddEventHandler<OpenIddictValidationEvents.ProcessAuthenticationContext>(handler => handler
                .UseSingletonHandler<RefuseStopped>()
                .SetOrder(OpenIddictValidationHandlers.ValidateAccessToken.Descriptor.Order + 1));
        });
        builder.Services.AddOptions<OpenIddictValidationOptions>()
            .Configure<IConfiguration>((options, configuration) =>
            {
                var missing = _needed.Where(key => string.IsNullOrEmpty(configuration[key])).ToArray();
                if (missing.Length > 0)
                    throw new InvalidOperationException($"Not configured: {string.Join(", ", missing)}. docs/identity.md says what they are.");
                options.Issuer = configuration.GetValue<Uri>("Identity:Issuer");
                // The issuer is what browsers reach; services reach identity by its name.
                options.ConfigurationEndpoint = new Uri("http://identity/.well-known/openid-configuration");
                // Tokens live by the machine's clock, whatever day the hall plays.
                options.TimeProvider = TimeProvider.System;
            })
            .ValidateOnStart();
        builder.Services.AddSingleton<IPostConfigureOptions<OpenIddictValidationOptions>, AskForKeysOften>();
        builder.Services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>Identity announces a new key an hour before it signs with it; and where one is unknown nevertheless, it is asked for at once.</summary>
    private sealed class AskForKeysOften : IPostConfigureOptions<OpenIddictValidationOptions>
    {
        public void PostConfigure(string? name, OpenIddictValidationOptions options)
        {
            if (options.ConfigurationManager is not BaseConfigurationManager manager)
                return;
            manager.AutomaticRefreshInterval = TimeSpan.FromMinutes(15);
            manager.RefreshInterval = TimeSpan.FromSeconds(5);
        }
    }

    /// <summary>Refuses the token of an account that was disabled, or signed out everywhere, after it was issued.</summary>
    private sealed class RefuseStopped(StoppedTokens stopped) : IOpenIddictValidationHandler<OpenIddictValidationEvents.ProcessAuthenticationContext>
    {
        public ValueTask HandleAsync(OpenIddictValidationEvents.ProcessAuthenticationContext context)
        {
            if (context.AccessTokenPrincipal is { } caller && stopped.Contains(caller.GetClaim(OpenIddictConstants.Claims.Subject), caller.GetCreationDate()))
                context.Reject(OpenIddictConstants.Errors.InvalidToken, "The account was stopped.");
            return ValueTask.CompletedTask;
        }
    }
}
