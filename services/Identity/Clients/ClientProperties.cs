using System.Collections.Immutable;
using System.Text.Json;
using OpenIddict.Abstractions;

namespace Wenden.Identity.Clients;

/// <summary>What a client's own tokens say: one role and one site, kept beside the client.</summary>
internal static class ClientProperties
{
    private const string Role = "role";
    private const string Site = "site";

    public static void Write(OpenIddictApplicationDescriptor client, string role, string site)
    {
        client.Properties[Role] = JsonSerializer.SerializeToElement(role);
        client.Properties[Site] = JsonSerializer.SerializeToElement(site);
    }

    public static (string Role, string Site) Read(ImmutableDictionary<string, JsonElement> properties) =>
        (properties[Role].GetString()!, properties[Site].GetString()!);
}
