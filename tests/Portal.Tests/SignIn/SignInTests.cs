using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.SignIn;

public sealed class SignInTests(PortalHall hall)
{
    [Fact]
    public async Task Whoever_is_not_signed_in_goes_to_the_sign_in_page_at_the_issuer()
    {
        using var visitor = new Visitor(hall.First, follows: false);

        using var answer = await visitor.OpenAsync("/teller");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var address = answer.Headers.Location!.AbsoluteUri;
        address.ShouldStartWith($"{hall.First}identity/connect/authorize?");
        address.ShouldContain("code_challenge_method=S256");
        address.ShouldContain("response_type=code");
        address.ShouldNotContain("response_mode=form_post");
    }

    [Fact]
    public async Task Citizens_sign_in_at_a_page_of_their_own()
    {
        using var visitor = new Visitor(hall.First, follows: false);

        using var answer = await visitor.OpenAsync("/citizen");

        answer.Headers.Location!.Query.ShouldContain("acr_values=citizen");
    }

    [Fact]
    public async Task After_signing_in_a_person_is_back_at_the_page_they_asked_for()
    {
        using var visitor = new Visitor(hall.First);
        visitor.Become(Account.Of("teller"), hall.First);

        using var answer = await visitor.OpenAsync("/teller?site=wendeng-hall");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/teller?site=wendeng-hall");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("综合柜员");
    }

    [Fact]
    public async Task A_person_with_one_desk_finds_it_at_once()
    {
        using var visitor = new Visitor(hall.First);
        visitor.Become(Account.Of("certifier"), hall.First);

        using var answer = await visitor.OpenAsync("/");

        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/certifier");
    }

    [Fact]
    public async Task The_browser_holds_no_token()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        var cookies = visitor.Cookies.Where(cookie => cookie.Path == "/").ToArray();
        cookies.ShouldContain(cookie => cookie.Name == "wenden-portal-session" && cookie.HttpOnly);
        cookies.ShouldAllBe(cookie => !cookie.Value.Contains("eyJ"));
        cookies.Single(cookie => cookie.Name == "wenden-portal-session").Value.Length.ShouldBeLessThan(700);
    }

    [Fact]
    public async Task The_session_cookie_is_lax_and_for_the_server_only()
    {
        using var visitor = new Visitor(hall.First, follows: false);
        visitor.Become(Account.Of("teller"), hall.First);
        using var start = await visitor.OpenAsync("/");
        using var authorized = await visitor.OpenAsync(start.Headers.Location!.PathAndQuery);

        using var back = await visitor.OpenAsync(authorized.Headers.Location!.PathAndQuery);

        var cookie = back.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("wenden-portal-session="));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldNotContain("expires", Case.Insensitive);
    }

    [Fact]
    public async Task Who_signs_in_gets_a_key_that_nobody_knew_before()
    {
        var (stranger, victim) = (Account.Of("teller"), Account.Of("teller"));
        using var planter = await Visitor.SignedInAsync(hall, stranger);
        var planted = planter.Cookies.Single(cookie => cookie.Name == "wenden-portal-session").Value;
        using var visitor = new Visitor(hall.First, follows: false);
        visitor.Become(victim, hall.First);
        using var start = await visitor.OpenAsync("/teller");
        using var authorized = await visitor.OpenAsync(start.Headers.Location!.PathAndQuery);

        visitor.SetCookie("wenden-portal-session", planted);
        using var back = await visitor.OpenAsync(authorized.Headers.Location!.PathAndQuery);

        back.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("wenden-portal-session=")).ShouldNotContain(planted);
        var token = new JsonWebToken((await planter.EchoAsync()).Text("authorization")["Bearer ".Length..]);
        token.GetClaim("name").Value.ShouldBe(stranger.Name);
    }

    [Fact]
    public async Task While_nobody_can_sign_in_the_page_says_so()
    {
        var portal = hall.Start(0, ("services:identity:http:0", "http://127.0.0.1:1"));
        using var visitor = new Visitor(portal);

        using var page = await visitor.OpenAsync("/teller");

        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await page.Content.ReadAsStringAsync()).ShouldContain("系统暂时不可用");
    }

    [Fact]
    public async Task Outside_development_cookies_are_for_TLS_and_this_host_only()
    {
        var portal = hall.Start(0, ("environment", "Production"), ("Limits:Proxies:0", "127.0.0.1"), ("Limits:Proxies:1", "::1"));
        using var visitor = new Visitor(portal, follows: false);

        using var page = await visitor.SendAsync(HttpMethod.Get, "/device", null, null, ("Accept", "text/html"), ("X-Forwarded-Proto", "https"));

        var cookie = page.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("__Host-wenden-portal-form=");
        cookie.ShouldContain("secure");
        page.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_is_good_at_every_replica()
    {
        var account = Account.Of("teller");
        using var visitor = await Visitor.SignedInAsync(hall, account);

        using var page = await visitor.OpenAsync("/teller", hall.Second);
        var echo = await visitor.EchoAsync(hall.Second);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/teller");
        echo.Text("authorization").ShouldStartWith("Bearer ");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_once()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        using var page = await visitor.OpenAsync("/teller");
        using var form = Form(await page.Content.ReadAsStringAsync());

        using var answer = await visitor.SendAsync(HttpMethod.Post, "/sign-out", form);

        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/signed-out");
        (await visitor.EchoAsync()).Text("authorization").ShouldBeEmpty();
        using var again = await visitor.OpenAsync("/teller");
        (await again.Content.ReadAsStringAsync()).ShouldContain("stand-in sign-in page");
    }

    [Fact]
    public async Task Signing_out_needs_the_forms_token()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        using var form = new FormUrlEncodedContent([new("x", "y")]);

        using var answer = await visitor.SendAsync(HttpMethod.Post, "/sign-out", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.EchoAsync()).Text("authorization").ShouldStartWith("Bearer ");
    }

    [Fact]
    public async Task After_idle_time_a_person_is_asked_for_the_password_again()
    {
        var portal = hall.Start(0, ("Session:Idle", "00:00:02"));
        var account = Account.Of("teller");
        using var visitor = await Visitor.SignedInAsync(hall, account, portal);
        hall.Identity.Prompts[account.Name].ShouldBeEmpty();
        (await visitor.EchoAsync(portal)).Text("authorization").ShouldNotBeEmpty();

        await Task.Delay(TimeSpan.FromSeconds(1.2));
        (await visitor.EchoAsync(portal)).Text("authorization").ShouldNotBeEmpty("using it keeps it");
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        (await visitor.EchoAsync(portal)).Text("authorization").ShouldNotBeEmpty("using it keeps it");
        await Task.Delay(TimeSpan.FromSeconds(2.3));

        (await visitor.EchoAsync(portal)).Text("authorization").ShouldBeEmpty();
        using var page = await visitor.OpenAsync("/teller", portal);
        hall.Identity.Prompts[account.Name].ShouldBe("login");
    }

    [Fact]
    public async Task A_failed_sign_in_is_explained()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.OpenAsync("/signin-oidc?code=x&state=y");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("没有登录成功");
    }

    [Fact]
    public async Task A_device_is_set_up_once_with_its_secret()
    {
        using var visitor = new Visitor(hall.First);
        using var refused = await PostDeviceAsync(visitor, "wrong");
        using var taken = await PostDeviceAsync(visitor, IdentityStandIn.DeviceSecret);

        refused.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/device?refused=true");
        taken.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/kiosk/");
        (await visitor.EchoAsync()).Text("authorization").ShouldStartWith("Bearer ");
    }

    private static async Task<HttpResponseMessage> PostDeviceAsync(Visitor visitor, string secret)
    {
        using var page = await visitor.OpenAsync("/device");
        using var form = Form(await page.Content.ReadAsStringAsync(), new("device", "kiosk-1"), new("secret", secret));
        return await visitor.SendAsync(HttpMethod.Post, "/device/sign-in", form);
    }

    private static FormUrlEncodedContent Form(string page, params KeyValuePair<string, string>[] values)
    {
        const string name = "name=\"__RequestVerificationToken\" value=\"";
        var start = page.IndexOf(name, StringComparison.Ordinal) + name.Length;
        start.ShouldBeGreaterThan(name.Length);
        var token = WebUtility.HtmlDecode(page[start..page.IndexOf('"', start)]);
        return new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. values]);
    }
}
