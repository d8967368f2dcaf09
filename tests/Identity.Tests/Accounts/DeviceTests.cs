using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests.Accounts;

public sealed class DeviceTests(IdentityHall hall)
{
    private const string Secret = "kiosk-secret-of-24-letters";

    private static int _count;

    [Fact]
    public async Task A_new_device_gets_tokens_for_its_site_until_it_is_taken_away()
    {
        var name = $"kiosk-x{Interlocked.Increment(ref _count)}";
        using var @operator = hall.First.With(await hall.Second.SampleAsync("operator"));

        using var added = await @operator.PostAsJsonAsync("/devices", new { name, role = "kiosk", site = "town-zeku", secret = Secret });
        var token = (await hall.Second.TokensAsync(Form(name))).GetProperty("access_token").GetString()!;
        var listed = await @operator.GetFromJsonAsync<JsonElement>("/devices");
        using var removed = await @operator.DeleteAsync(new Uri($"/devices/{name}", UriKind.Relative));
        using var refused = await hall.Second.TryTokenAsync(Form(name));
        using var service = hall.Second.With(await hall.First.OfClientAsync("queue"));
        using var stopped = await service.GetAsync(new Uri("/stopped", UriKind.Relative));

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        TokenRequests.ClaimsOf(token).Texts("site").ShouldBe(["town-zeku"]);
        listed.EnumerateArray().Select(device => device.GetProperty("name").GetString()).ShouldContain(name);
        listed.ToString().ShouldNotContain("queue");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("invalid_client");
        (await stopped.ReadAsync<StoppedSubject[]>())!.ShouldContain(each => each.Subject == name);
    }

    [Theory]
    [InlineData("Kiosk 1", "kiosk", "site-a", Secret, "device.name")]
    [InlineData("kiosk-a", "teller", "site-a", Secret, "account.role")]
    [InlineData("kiosk-a", "service", "site-a", Secret, "account.role")]
    [InlineData("kiosk-a", "kiosk", "*", Secret, "account.site")]
    [InlineData("kiosk-a", "kiosk", "site-a", "short", "device.secret")]
    [InlineData("kiosk-1", "kiosk", "site-a", Secret, "device.name-taken")]
    [InlineData("queue", "kiosk", "site-a", Secret, "device.name-taken")]
    public async Task A_device_that_breaks_a_rule_is_refused(string name, string role, string site, string secret, string code)
    {
        using var @operator = hall.First.With(await hall.Second.SampleAsync("operator"));

        using var answer = await @operator.PostAsJsonAsync("/devices", new { name, role, site, secret });

        (await answer.ReadAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("portal")]
    [InlineData("nothing-here")]
    public async Task A_service_is_not_taken_away_as_a_device(string name)
    {
        using var @operator = hall.First.With(await hall.Second.SampleAsync("operator"));

        using var answer = await @operator.DeleteAsync(new Uri($"/devices/{name}", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static (string, string?)[] Form(string name) => [("grant_type", "client_credentials"), ("client_id", name), ("client_secret", Secret)];
}
