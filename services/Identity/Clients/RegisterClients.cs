using OpenIddict.Abstractions;
using Wenden.Contracts.Identity;
using Wenden.Identity.Settings;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Wenden.Identity.Clients;

/// <summary>At start: the portal, the services, and in the sample hall its devices and scripts are clients with the configured secrets.</summary>
internal sealed class RegisterClients(IServiceScopeFactory scopes, IdentitySettings settings, NpgsqlDataSource database) : IHostedService
{
    // Any fixed number: replicas that start together take turns.
    private const long Turn = 0x43_4C_49_45_4E_54;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@Turn)", new { Turn });

        await using var scope = scopes.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        foreach (var service in ServiceNames.All)
            await SaveAsync(clients, service == ServiceNames.Portal ? PortalClient() : Client(service, Roles.Service, "*"), cancellationToken);
        if (settings.Sample)
        {
            foreach (var (name, role) in SampleHall.Devices.Where(device => settings.SecretOf(device.Name) is not null))
                await SaveAsync(clients, Client(name, role, SampleHall.Site), cancellationToken);
            await SaveAsync(clients, ScriptClient(), cancellationToken);
        }
        else if (await clients.FindByClientIdAsync(SampleHall.ScriptClient, cancellationToken) is { } leftOver)
        {
            await clients.DeleteAsync(leftOver, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static OpenIddictApplicationDescriptor Client(string name, string role, string site, string secret)
    {
        var client = new OpenIddictApplicationDescriptor { ClientId = name, ClientSecret = secret, ClientType = ClientTypes.Confidential, ConsentType = ConsentTypes.Implicit };
        client.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials]);
        ClientProperties.Write(client, role, site);
        return client;
    }

    private OpenIddictApplicationDescriptor Client(string name, string role, string site) => Client(name, role, site, settings.SecretOf(name)!);

    private OpenIddictApplicationDescriptor PortalClient()
    {
        var client = Client(ServiceNames.Portal, Roles.Service, "*");
        client.RedirectUris.UnionWith(settings.RedirectUris);
        client.PostLogoutRedirectUris.UnionWith(settings.PostLogoutRedirectUris);
        client.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode,
            Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Scopes.Profile,
        ]);
        client.Requirements.Add(Requirements.Features.ProofKeyForCodeExchange);
        return client;
    }

    private static OpenIddictApplicationDescriptor ScriptClient()
    {
        var client = new OpenIddictApplicationDescriptor { ClientId = SampleHall.ScriptClient, ClientType = ClientTypes.Public };
        client.Permissions.UnionWith([Permissions.Endpoints.Token, Permissions.Prefixes.GrantType + SampleHall.ScriptGrant]);
        return client;
    }

    private static async Task SaveAsync(IOpenIddictApplicationManager clients, OpenIddictApplicationDescriptor client, CancellationToken ct)
    {
        if (await clients.FindByClientIdAsync(client.ClientId!, ct) is not { } present)
            await clients.CreateAsync(client, ct);
        else
            await clients.UpdateAsync(present, client, ct);
    }
}
