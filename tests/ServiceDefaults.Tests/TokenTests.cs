using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Wenden.Fixture;

namespace Wenden.ServiceDefaults.Tests;

public sealed class TokenTests
{
    private const string Teller = "role=teller; name=t001; site=a";

    public static readonly TheoryData<string, Action<SecurityTokenDescriptor>> Spoilt = new()
    {
        { "expired", token => token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-10) },
        { "for somebody else", token => token.Audience = "bank" },
        { "for nobody", token => token.Audience = null },
        { "of another issuer", token => token.Issuer = "http://elsewhere/" },
        { "of another kind", token => token.TokenType = "JWT" },
        { "signed by a stranger", token => token.SigningCredentials = new SigningCredentials(
            new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "test" }, SecurityAlgorithms.EcdsaSha256) },
        { "signed by the public key as a password", token => token.SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(Encoding.UTF8.GetBytes("the public key is no secret, so it proves nothing")) { KeyId = "test" }, SecurityAlgorithms.HmacSha256) },
        { "not signed", token => token.SigningCredentials = null },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task A_token_that_is_not_good_lets_nobody_in(string why, Action<SecurityTokenDescriptor> spoil)
    {
        await using var service = await TestService.StartAsync();

        (await service.StatusWithAsync(TestIssuer.Token(Teller, spoil))).ShouldBe(HttpStatusCode.Unauthorized, why);
        (await service.StatusWithAsync(TestIssuer.Token(Teller))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_without_its_secret_does_not_start_and_says_what_is_missing()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder();
        builder.AddServiceDefaults("test");
        await using var app = builder.Build();

        var refusal = await Should.ThrowAsync<InvalidOperationException>(app.StartAsync());

        refusal.Message.ShouldContain("Identity:Issuer, Identity:ClientSecret");
    }

    [Fact]
    public async Task A_token_changed_by_its_bearer_lets_nobody_in()
    {
        await using var service = await TestService.StartAsync();
        var board = TestIssuer.Token("role=board; name=b1; site=a").Split('.');
        var teller = TestIssuer.Token(Teller).Split('.');

        (await service.StatusWithAsync($"{board[0]}.{teller[1]}.{board[2]}")).ShouldBe(HttpStatusCode.Unauthorized);
        (await service.StatusWithAsync($"{teller[0]}.{teller[1]}.")).ShouldBe(HttpStatusCode.Unauthorized);
        (await service.StatusWithAsync("nonsense")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Tokens_of_a_stopped_account_end_and_later_ones_count()
    {
        const string Stopped = "role=teller; name=t-stopped; site=a";
        var before = TestIssuer.Token(Stopped);
        TestIssuer.Stop("t-stopped");
        await using var service = await TestService.StartAsync();

        // The service asks for the list as soon as it has started.
        for (var tries = 0; tries < 100 && await service.StatusWithAsync(before) == HttpStatusCode.OK; tries++)
            await Task.Delay(100);

        (await service.StatusWithAsync(before)).ShouldBe(HttpStatusCode.Unauthorized);
        (await service.StatusWithAsync(TestIssuer.Token(Stopped, token => token.IssuedAt = token.IssuedAt!.Value.AddMinutes(1)))).ShouldBe(HttpStatusCode.OK);
        (await service.StatusWithAsync(TestIssuer.Token(Teller))).ShouldBe(HttpStatusCode.OK);
    }
}
