using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Wenden.Portal.SignIn;

/// <summary>Access tokens of sessions, refreshed here when they run out.</summary>
internal sealed class SessionTokens(
    NpgsqlDataSource database,
    SessionStore sessions,
    IHttpClientFactory clients,
    IOptions<SessionOptions> options,
    IOptionsMonitor<OpenIdConnectOptions> connect,
    ILogger<SessionTokens> logger)
{
    /// <summary>A property of the ticket: the secret with which a device gets its next token.</summary>
    public const string SecretProperty = "device-secret";

    /// <summary>A token that lives for a while yet; null where the session has ended, or the identity service has ended it now.</summary>
    /// <exception cref="HttpRequestException">The token has run out and the identity service does not answer.</exception>
    /// <param name="session">Id of the session.</param>
    /// <param name="ct">Ends the asking.</param>
    /// <param name="refused">A token that a service has refused; another is wanted, and an account that was stopped gets none.</param>
    public async Task<string?> FindAsync(byte[] session, CancellationToken ct, string? refused = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await sessions.ReadAsync(connection, session, forUpdate: false, ct) is not { } ticket)
            return null;
        if (IsGood(ticket.Properties, refused))
            return ticket.Properties.GetTokenValue("access_token");

        // A refresh token may be good for one use only: of all requests and replicas one refreshes, the others wait for it.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await sessions.ReadAsync(connection, session, forUpdate: true, ct) is not { } held)
            return null;
        if (!IsGood(held.Properties, refused))
        {
            OpenIdConnectMessage? tokens;
            try
            {
                tokens = await AskAsync(RequestFor(held.Properties), ct);
            }
            catch (Exception exception) when (
                (exception is HttpRequestException or Polly.ExecutionRejectedException) && Left(held.Properties) > TimeSpan.Zero && refused is null)
            {
                // The identity service is away for the moment, and this one is still good for the moment.
                return held.Properties.GetTokenValue("access_token");
            }

            if (tokens is null)
            {
                await transaction.RollbackAsync(ct);
                await sessions.EndAsync(session, ct);
                return null;
            }

            Keep(held.Properties, tokens);
            held = new AuthenticationTicket(Person.From(tokens.AccessToken), held.Properties, held.AuthenticationScheme);
            // The identity service has spent the old token already; the new one is kept even if the caller has gone.
            await sessions.WriteAsync(connection, session, held, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return held.Properties.GetTokenValue("access_token");
    }

    /// <summary>Tokens from the token endpoint; null where it refuses.</summary>
    /// <exception cref="HttpRequestException">It does not answer properly.</exception>
    public async Task<OpenIdConnectMessage?> AskAsync(Dictionary<string, string> request, CancellationToken ct)
    {
        var settings = connect.Get(OpenIdConnectDefaults.AuthenticationScheme);
        if (request.TryAdd("client_id", settings.ClientId!))
            request["client_secret"] = settings.ClientSecret ?? "";

        using var client = clients.CreateClient(Reading.ReadingExtensions.Client);
        using var content = new FormUrlEncodedContent(request);
        using var answer = await client.PostAsync(await EndpointAsync(settings, ct), content, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
        {
            logger.LogInformation("No token for {Grant}: {Reason}", request["grant_type"], new OpenIdConnectMessage(text).Error);
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return new OpenIdConnectMessage(text);
    }

    private static async Task<Uri> EndpointAsync(OpenIdConnectOptions settings, CancellationToken ct)
    {
        try
        {
            return new Uri((await settings.ConfigurationManager!.GetConfigurationAsync(ct)).TokenEndpoint);
        }
        catch (InvalidOperationException exception)
        {
            throw new HttpRequestException("The identity service gives no metadata.", exception);
        }
    }

    /// <summary>Puts an answer of the token endpoint into the ticket.</summary>
    public static void Keep(AuthenticationProperties properties, OpenIdConnectMessage tokens)
    {
        var expires = TimeProvider.System.GetUtcNow().AddSeconds(int.Parse(tokens.ExpiresIn, CultureInfo.InvariantCulture));
        properties.StoreTokens(new (string Name, string? Value)[]
        {
            ("access_token", tokens.AccessToken),
            ("refresh_token", tokens.RefreshToken ?? properties.GetTokenValue("refresh_token")),
            ("id_token", tokens.IdToken ?? properties.GetTokenValue("id_token")),
            ("expires_at", expires.ToString("o")),
        }.Where(token => token.Value is not null).Select(token => new AuthenticationToken { Name = token.Name, Value = token.Value! }));
    }

    private bool IsGood(AuthenticationProperties properties, string? refused) =>
        properties.GetTokenValue("access_token") != refused
        && Left(properties) > options.Value.RefreshBefore;

    private static TimeSpan Left(AuthenticationProperties properties) =>
        DateTimeOffset.Parse(properties.GetTokenValue("expires_at")!, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow();

    private static Dictionary<string, string> RequestFor(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(SecretProperty, out var secret)
            ? new()
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = properties.Items[SessionStore.DeviceProperty]!,
                ["client_secret"] = secret!,
            }
            : new() { ["grant_type"] = "refresh_token", ["refresh_token"] = properties.GetTokenValue("refresh_token") ?? "" };
}
