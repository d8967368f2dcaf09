using System.Globalization;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Wenden.Portal.Pages;
using Wenden.Portal.Reading;

namespace Wenden.Portal.SignIn;

/// <summary>People sign in once, at the identity service; the portal keeps their tokens and gives the browser a session.</summary>
internal static class SignInExtensions
{
    private const string SessionCookie = "wenden-portal-session";

    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var addresses = IdentityAddresses.From(builder.Configuration);
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.Services.Configure<SessionOptions>(builder.Configuration.GetSection("Session"));
        builder.Services.AddSingleton<KeyStore>().AddSingleton<SessionStore>().AddSingleton<SessionTokens>();
        builder.Services.AddDataProtection().SetApplicationName("wenden-portal");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyStore>((options, keys) => options.XmlRepository = keys);
        if (builder.Configuration["Identity:ClientSecret"] is { Length: > 0 } secret)
            builder.Services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new KeyEncryption(secret));
        builder.Services.AddAntiforgery(options => Harden(options.Cookie, "wenden-portal-form", isDevelopment));

        builder.Services.AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie(options => Configure(options, isDevelopment))
            .AddOpenIdConnect(options => Configure(options, addresses, builder.Configuration["Identity:ClientSecret"]));
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SessionStore>((options, sessions) => options.SessionStore = sessions);
        builder.Services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<IHttpClientFactory>((options, clients) => UseBackChannel(options, clients.CreateClient(ReadingExtensions.Client), addresses));
    }

    private static void Configure(CookieAuthenticationOptions options, bool isDevelopment)
    {
        // The hall's clock may stand in 2019; cookies live by the machine's.
        options.TimeProvider = TimeProvider.System;
        options.SlidingExpiration = false;
        Harden(options.Cookie, SessionCookie, isDevelopment);
        options.Events.OnRedirectToAccessDenied = context =>
        {
            StatusPages.Show(context.HttpContext, StatusCodes.Status403Forbidden);
            return Task.CompletedTask;
        };
    }

    private static void Configure(OpenIdConnectOptions options, IdentityAddresses addresses, string? secret)
    {
        options.TimeProvider = TimeProvider.System;
        options.Authority = addresses.Issuer;
        options.MetadataAddress = IdentityAddresses.Metadata;
        // Inside, services speak HTTP; whether people use TLS is decided by the issuer's address.
        options.RequireHttpsMetadata = false;
        options.ClientId = "portal";
        options.ClientSecret = secret;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // As a query, since a form that posts itself needs an inline script and cookies for other sites.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("offline_access");
        options.DisableTelemetry = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.TokenValidationParameters.ValidIssuers = [addresses.Issuer, addresses.Issuer + "/"];
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }

        options.Events.OnTokenValidated = context =>
        {
            SessionTokens.Keep(context.Properties!, context.TokenEndpointResponse!);
            context.Principal = Person.From(context.TokenEndpointResponse!.AccessToken);
            ForgetSession(context.Request);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToIdentityProvider = StayIfProgram;
        options.Events.OnRemoteFailure = context =>
        {
            // Somebody went back to an old sign-in page, or refused; the way in is to begin anew.
            context.HandleResponse();
            context.Response.Redirect("/sign-in/failed");
            return Task.CompletedTask;
        };
    }

    /// <summary>
    /// The handler would go on with the key that the browser has, which may be one that somebody else put there and knows. Who signs in gets a new one.
    /// </summary>
    private static void ForgetSession(HttpRequest request) =>
        request.Headers.Cookie = string.Join("; ", request.Cookies.Where(cookie => !cookie.Key.EndsWith(SessionCookie, StringComparison.Ordinal))
            .Select(cookie => $"{cookie.Key}={Uri.EscapeDataString(cookie.Value)}"));

    /// <summary>A script or the page's own connection cannot sign in; it is told so instead of being sent elsewhere.</summary>
    private static Task StayIfProgram(RedirectContext context)
    {
        if (StatusPages.IsPage(context.Request))
        {
            context.ProtocolMessage.UiLocales = CultureInfo.CurrentUICulture.Name;
            // Whose session ran out is asked for the password, even if the identity service would still know the browser.
            if (context.Request.Cookies.Keys.Any(name => name.EndsWith(SessionCookie, StringComparison.Ordinal)))
                context.ProtocolMessage.Prompt = OpenIdConnectPrompt.Login;
            if (context.Request.Path.StartsWithSegments($"/{Desk.Citizen}"))
                context.ProtocolMessage.AcrValues = Desk.Citizen;
            return Task.CompletedTask;
        }

        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private static void UseBackChannel(OpenIdConnectOptions options, HttpClient client, IdentityAddresses addresses)
    {
        options.Backchannel = client;
        options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            IdentityAddresses.Metadata, addresses, new HttpDocumentRetriever(client) { RequireHttps = false });
    }

    /// <summary>Outside development the name itself makes browsers insist on TLS and on this host.</summary>
    private static string NameOf(string cookie, bool isDevelopment) => isDevelopment ? cookie : $"__Host-{cookie}";

    private static void Harden(CookieBuilder cookie, string name, bool isDevelopment)
    {
        cookie.Name = NameOf(name, isDevelopment);
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.IsEssential = true;
        cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
    }
}
