using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests;

/// <summary>Asking for tokens, and what stands in them.</summary>
internal static class TokenRequests
{
    public static async Task<HttpResponseMessage> TryTokenAsync(this WebApplicationFactory<Program> replica, params (string Name, string? Value)[] form)
    {
        using var client = replica.CreateClient();
        using var content = new FormUrlEncodedContent(form.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));
        return await client.PostAsync(new Uri("/connect/token", UriKind.Relative), content);
    }

    public static async Task<JsonElement> TokensAsync(this WebApplicationFactory<Program> replica, params (string Name, string? Value)[] form)
    {
        using var answer = await replica.TryTokenAsync(form);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static async Task<string> OfClientAsync(this WebApplicationFactory<Program> replica, string client) =>
        (await replica.TokensAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", IdentityHall.SecretOf(client))))
        .GetProperty("access_token").GetString()!;

    public static async Task<string> SampleAsync(this WebApplicationFactory<Program> replica, string role, string? site = null, string? name = null, string? person = null) =>
        (await replica.TokensAsync(
            ("grant_type", SampleHall.ScriptGrant), ("client_id", SampleHall.ScriptClient), ("role", role), ("site", site), ("name", name), ("person", person)))
        .GetProperty("access_token").GetString()!;

    /// <summary>A client that shows the token.</summary>
    public static HttpClient With(this WebApplicationFactory<Program> replica, string? token)
    {
        var client = replica.CreateClient();
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static JsonElement HeaderOf(string token) => Part(token, 0);

    public static JsonElement ClaimsOf(string token) => Part(token, 1);

    public static string[] Texts(this JsonElement claims, string name) => !claims.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
        : [value.GetString()!];

    public static Task<T?> ReadAsync<T>(this HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<T>(ServiceDefaults.HallJson.Options);

    private static JsonElement Part(string token, int index) =>
        JsonSerializer.Deserialize<JsonElement>(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token.Split('.')[index]));
}
