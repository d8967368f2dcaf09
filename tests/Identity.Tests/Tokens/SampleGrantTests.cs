using System.Net;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests.Tokens;

public sealed class SampleGrantTests(IdentityHall hall)
{
    [Theory]
    [InlineData("teller", "t001")]
    [InlineData("reviewer", "r001")]
    [InlineData("approver", "a001")]
    [InlineData("payer", "p001")]
    [InlineData("certifier", "c001")]
    [InlineData("operator", "o001")]
    [InlineData("auditor", "u001")]
    [InlineData("site-manager", "m001")]
    [InlineData("kiosk", "kiosk-1")]
    [InlineData("board", "board-1")]
    public async Task Each_role_has_somebody_at_the_sample_site(string role, string name)
    {
        var claims = TokenRequests.ClaimsOf(await hall.First.SampleAsync(role));

        claims.GetProperty("name").GetString().ShouldBe(name);
        claims.Texts("role").ShouldBe([role]);
        claims.Texts("site").ShouldBe([SampleHall.Site]);
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(8 * 3600);
    }

    [Fact]
    public async Task Site_and_name_can_be_chosen()
    {
        var claims = TokenRequests.ClaimsOf(await hall.First.SampleAsync("teller", "town-zeku", "t018"));

        claims.GetProperty("name").GetString().ShouldBe("t018");
        claims.Texts("site").ShouldBe(["town-zeku"]);
        Guid.Parse(claims.GetProperty("sub").GetString()!)
            .ShouldBe(await hall.ScalarAsync<Guid>("select id from accounts where user_name = 't018'"));
    }

    [Fact]
    public async Task A_citizen_speaks_for_one_person()
    {
        var person = Guid.CreateVersion7();

        var claims = TokenRequests.ClaimsOf(await hall.First.SampleAsync("citizen", person: $"{person}"));

        claims.GetProperty("person").GetString().ShouldBe($"{person}");
        claims.Texts("role").ShouldBe(["citizen"]);
    }

    [Theory]
    [InlineData("emperor", null)]
    [InlineData("teller", "o001")]
    [InlineData("teller", "nobody")]
    [InlineData(null, null)]
    public async Task A_role_or_name_that_is_none_is_refused(string? role, string? name)
    {
        using var answer = await hall.First.TryTokenAsync(
            ("grant_type", SampleHall.ScriptGrant), ("client_id", SampleHall.ScriptClient), ("role", role), ("name", name));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("invalid_request");
    }

    [Fact]
    public async Task Outside_the_sample_hall_the_grant_does_not_exist()
    {
        await using var real = await IdentityHall.OfItsOwnAsync(
            null, ("Identity:Sample", "false"), ("Identity:Smtp:Host", "127.0.0.1"), ("Identity:Smtp:From", "hall@example.org"), ("Identity:Smtp:To", "{phone}@example.org"));

        using var answer = await real.First.TryTokenAsync(
            ("grant_type", SampleHall.ScriptGrant), ("client_id", SampleHall.ScriptClient), ("role", "operator"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("unsupported_grant_type");
        (await real.ScalarAsync<long>("select count(*) from accounts where user_name = 't001'")).ShouldBe(0);
        (await real.ScalarAsync<long>("select count(*) from clients where client_id in ('wenden-script', 'kiosk-1')")).ShouldBe(0);
    }
}
