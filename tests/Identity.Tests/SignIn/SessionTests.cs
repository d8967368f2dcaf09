using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Wenden.Identity.Tests.SignIn;

public sealed class SessionTests(IdentityHall hall)
{
    [Fact]
    public async Task Refresh_tokens_roll_and_a_used_one_ends_the_session()
    {
        await using var strict = await IdentityHall.OfItsOwnAsync(null, ("Identity:ReuseLeeway", "00:00:00"));
        var portal = new PortalClient(strict);
        using var browser = new Browser(strict);
        var first = await portal.RedeemAsync(await browser.SignInAsync(portal, await strict.HireAsync()));

        var second = await portal.RefreshAsync(first);
        using var stolen = await portal.TryRefreshAsync(first);
        using var after = await portal.TryRefreshAsync(second);

        second.GetProperty("refresh_token").GetString().ShouldNotBe(first.GetProperty("refresh_token").GetString());
        stolen.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        after.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "Nobody knows which of the two was the thief");
    }

    [Fact]
    public async Task Whoever_does_nothing_for_half_an_hour_is_signed_out()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = await IdentityHall.OfItsOwnAsync(clock);
        var portal = new PortalClient(own);
        using var browser = new Browser(own);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, await own.HireAsync()));

        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(20));
            (await browser.OpenAsync(portal.AuthorizeAddress()))["code"].ShouldNotBeNull("It slides");
            tokens = await portal.RefreshAsync(tokens);
        }

        clock.Advance(TimeSpan.FromMinutes(31));
        (await browser.OpenAsync(portal.AuthorizeAddress())).Path.ShouldBe("/identity/sign-in");
        using var late = await portal.TryRefreshAsync(tokens);
        late.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_leads_back()
    {
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, await hall.HireAsync()));

        var away = await browser.OpenAsync(
            $"connect/logout?id_token_hint={tokens.GetProperty("id_token").GetString()}&post_logout_redirect_uri={Uri.EscapeDataString("http://localhost:8080/")}&state=z");

        away.Address.GetLeftPart(UriPartial.Path).ShouldBe("http://localhost:8080/");
        away["state"].ShouldBe("z");
        (await browser.OpenAsync(portal.AuthorizeAddress())).Path.ShouldBe("/identity/sign-in");
        using var refreshed = await portal.TryRefreshAsync(tokens);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Signing_out_from_nowhere_ends_on_a_page()
    {
        using var browser = new Browser(hall);
        await browser.SignInAsync(new PortalClient(hall), await hall.HireAsync());

        var shown = await browser.OpenAsync("connect/logout");
        var wrong = await browser.OpenAsync("connect/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F");

        shown.Path.ShouldBe("/identity/signed-out");
        wrong.Path.ShouldBe("/identity/error");
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_refused()
    {
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, await hall.HireAsync()));
        using var client = hall.First.CreateClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = "portal", ["client_secret"] = IdentityHall.SecretOf("portal"), ["token"] = tokens.GetProperty("refresh_token").GetString()!,
        });

        using var revoked = await client.PostAsync(new Uri("/connect/revoke", UriKind.Relative), form);

        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refreshed = await portal.TryRefreshAsync(tokens);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
