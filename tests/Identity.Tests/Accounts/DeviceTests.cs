using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wenden.Identity.Tests.Accounts;

public sealed class DeviceTests(IdentityHall hall)
{
    private const string Secret = "kiosk-secret-of-24-letters";

    [Fact]
    public async Task A_new_device_gets_tokens_for_its_site_until_it_is_taken_away()
    {
        var name = Operators.NewName();
        using var @operator = hall.First.With(await hall.Second.SampleAsync("operator"));

        using var added = await @operator.CreateAsync("/devices", new { name, role = "kiosk", site = "town-zeku", secret = Secret });
        var token = (await hall.Second.TokensAsync(Form(name))).GetProperty("access_token").GetString()!;
        var listed = await @operator.GetFromJsonAsync<JsonElement>("/devices");
        using var removed = await @operator.DeleteAsync(new Uri($"/devices/{name}", UriKind.Relative));
        using var refused = await hall.Second.TryTokenAsync(Form(name));
        var stopped = await hall.StoppedAsync();

        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        TokenRequests.ClaimsOf(token).Texts("site").ShouldBe(["town-zeku"]);
        listed.EnumerateArray().Select(device => device.GetProperty("name").GetString()).ShouldContain(name);
        listed.ToString().ShouldNotContain("queue");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("invalid_client");
        stopped.ShouldContain(each => each.Subject == name);
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

        using var answer = await @operator.CreateAsync("/devices", new { name, role, site, secret });

        (await CodeOfAsync(answer)).ShouldBe(code);
    }

    [Fact]
    public async Task The_same_key_lets_in_one_device_on_any_replica()
    {
        var name = Operators.NewName();
        var (body, key) = (new { name, role = "kiosk", site = "town-zeku", secret = Secret }, $"{Guid.CreateVersion7()}");
        using var first = await hall.OperatorAsync();
        using var second = hall.Second.With(await hall.First.SampleAsync("operator"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? first : second).CreateAsync("/devices", body, key)));
        using var reused = await second.CreateAsync("/devices", body with { site = "town-houjia" }, key);
        using var keyless = await first.PostAsJsonAsync("/devices", body);

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        (await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync()))).Distinct().Count().ShouldBe(1);
        (await hall.ScalarAsync<long>("select count(*) from clients where client_id = @name", new { name })).ShouldBe(1);
        (await CodeOfAsync(reused)).ShouldBe("idempotency.key-reused");
        (await CodeOfAsync(keyless)).ShouldBe("idempotency.key-missing");
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        var name = Operators.NewName();
        using var first = await hall.OperatorAsync();
        using var second = hall.Second.With(await hall.First.SampleAsync("operator"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? first : second).CreateAsync("/devices", new { name, role = "board", site = $"site-{i}", secret = Secret })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
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

    private static async Task<string?> CodeOfAsync(HttpResponseMessage answer) => (await answer.ReadAsync<JsonElement>()).GetProperty("code").GetString();

    private static (string, string?)[] Form(string name) => [("grant_type", "client_credentials"), ("client_id", name), ("client_secret", Secret)];
}
