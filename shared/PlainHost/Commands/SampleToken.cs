using System.Text.Json;
using Wenden.Contracts.Identity;

namespace Wenden.PlainHost.Commands;

/// <summary>Access tokens that identity gives out in the sample hall only.</summary>
internal static class SampleToken
{
    /// <param name="identity">Where identity answers, with a slash at the end.</param>
    /// <param name="role">Role of the account, the device or the service.</param>
    /// <param name="site">Site to act at; the account's own without it, <c>*</c> for all.</param>
    /// <param name="name">Name of the account; the first one of the role without it.</param>
    /// <param name="person">A citizen's id in the registry.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<string> FetchAsync(Uri identity, string role, string? site, string? name, string? person, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string?>
        {
            ["grant_type"] = SampleHall.ScriptGrant,
            ["client_id"] = SampleHall.ScriptClient,
            ["role"] = role,
            ["site"] = site,
            ["name"] = name,
            ["person"] = person,
        };

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new FormUrlEncodedContent(form.Where(field => field.Value is not null)!);
        using var answer = await http.PostAsync(new Uri(identity, "connect/token"), content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"Identity gives no token ({(int)answer.StatusCode}): {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }
}
