using System.Net;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests.Tokens;

public sealed class ClientTests(IdentityHall hall)
{
    [Fact]
    public async Task A_service_gets_a_token_for_every_site()
    {
        var token = await hall.First.OfClientAsync("queue");

        var claims = TokenRequests.ClaimsOf(token);
        claims.GetProperty("iss").GetString().ShouldBe(IdentityHall.Issuer);
        claims.GetProperty("aud").GetString().ShouldBe("wenden");
        claims.GetProperty("sub").GetString().ShouldBe("queue");
        claims.GetProperty("name").GetString().ShouldBe("queue");
        claims.Texts("role").ShouldBe(["service"]);
        claims.Texts("site").ShouldBe(["*"]);
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(3600);
    }

    [Fact]
    public async Task Tokens_are_signed_and_not_encrypted()
    {
        var header = TokenRequests.HeaderOf(await hall.First.OfClientAsync("queue"));

        header.GetProperty("alg").GetString().ShouldBe("ES256");
        header.GetProperty("typ").GetString().ShouldBe("at+jwt");
        header.GetProperty("kid").GetString().ShouldStartWith("s-");
    }

    [Fact]
    public async Task Tokens_carry_the_machines_time_not_the_halls()
    {
        var issued = TokenRequests.ClaimsOf(await hall.First.OfClientAsync("queue")).GetProperty("iat").GetInt64();

        (TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(issued)).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_device_acts_at_its_site()
    {
        var claims = TokenRequests.ClaimsOf(await hall.Second.OfClientAsync("kiosk-1"));

        claims.Texts("role").ShouldBe(["kiosk"]);
        claims.Texts("site").ShouldBe([SampleHall.Site]);
    }

    [Theory]
    [InlineData("queue", "wrong", "invalid_client")]
    [InlineData("nobody", "secret-of-nobody-0123456789", "invalid_client")]
    [InlineData("queue", null, "invalid_request")]
    public async Task A_client_that_cannot_prove_itself_gets_none(string client, string? secret, string error)
    {
        using var answer = await hall.First.TryTokenAsync(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(error);
    }

    [Fact]
    public async Task The_script_client_gets_no_other_grant()
    {
        using var answer = await hall.First.TryTokenAsync(("grant_type", "client_credentials"), ("client_id", SampleHall.ScriptClient));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task One_replica_takes_the_tokens_of_the_other()
    {
        using var client = hall.Second.With(await hall.First.OfClientAsync("intake"));

        using var answer = await client.GetAsync(new Uri("/stopped", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
