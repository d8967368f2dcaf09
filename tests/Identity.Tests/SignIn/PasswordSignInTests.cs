using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Wenden.Identity.Tests.SignIn;

public sealed class PasswordSignInTests(IdentityHall hall)
{
    [Fact]
    public async Task A_teller_signs_in_and_the_portal_gets_tokens()
    {
        var teller = await hall.HireAsync("teller", sites: ["site-a", "site-b"]);
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);

        var back = await browser.SignInAsync(portal, teller);
        var tokens = await portal.RedeemAsync(back);

        back["state"].ShouldBe("s");
        var access = TokenRequests.ClaimsOf(tokens.GetProperty("access_token").GetString()!);
        access.GetProperty("sub").GetString().ShouldBe($"{teller.Id}");
        access.GetProperty("name").GetString().ShouldBe(teller.Name);
        access.GetProperty("aud").GetString().ShouldBe("wenden");
        access.Texts("role").ShouldBe(["teller"]);
        access.Texts("site").ShouldBe(["site-a", "site-b"]);
        access.TryGetProperty("person", out _).ShouldBeFalse();
        access.TryGetProperty("stamp", out _).ShouldBeFalse();
        (access.GetProperty("exp").GetInt64() - access.GetProperty("iat").GetInt64()).ShouldBe(600);
        var identity = TokenRequests.ClaimsOf(tokens.GetProperty("id_token").GetString()!);
        identity.GetProperty("aud").GetString().ShouldBe("portal");
        identity.Texts("role").ShouldBe(["teller"]);
    }

    [Fact]
    public async Task Whoever_is_signed_in_is_not_asked_again_unless_the_portal_insists()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        await browser.SignInAsync(portal, teller);

        var again = await browser.OpenAsync(portal.AuthorizeAddress());
        var insisted = await browser.OpenAsync(portal.AuthorizeAddress("&prompt=login"));

        again["code"].ShouldNotBeNull();
        insisted.Path.ShouldBe("/identity/sign-in");
    }

    [Fact]
    public async Task Without_a_page_nobody_can_sign_in()
    {
        using var browser = new Browser(hall);

        var back = await browser.OpenAsync(new PortalClient(hall).AuthorizeAddress("&prompt=none"));

        back["error"].ShouldBe("login_required");
    }

    [Fact]
    public async Task A_code_without_its_proof_key_is_worth_nothing()
    {
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var back = await browser.SignInAsync(portal, await hall.HireAsync());

        using var stolen = await portal.TryRedeemAsync(back["code"]!, new string('a', 43));

        stolen.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_code_is_redeemed_once()
    {
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var back = await browser.SignInAsync(portal, await hall.HireAsync());
        await portal.RedeemAsync(back);

        using var again = await portal.TryRedeemAsync(back["code"]!);

        (await again.Content.ReadAsStringAsync()).ShouldContain("invalid_grant");
    }

    [Theory]
    [InlineData("code_challenge", "")]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("redirect_uri", "http://evil.example/signin-oidc")]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "queue")]
    public async Task A_wrong_request_ends_on_a_page_that_says_so(string parameter, string value)
    {
        using var browser = new Browser(hall);
        var (path, query) = (new PortalClient(hall).AuthorizeAddress().Split('?')[0], QueryHelpers.ParseQuery(new PortalClient(hall).AuthorizeAddress().Split('?')[1]));
        query[parameter] = value;

        var shown = await browser.OpenAsync(QueryHelpers.AddQueryString(path, query));

        if (shown.Page is null)
            shown["error"].ShouldBe("invalid_request");
        else
            (shown.Path, shown.Problem.ShouldNotBeNull().Length > 5).ShouldBe(("/identity/error", true));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        var teller = await hall.HireAsync();
        using var browser = new Browser(hall);

        var wrong = await browser.SignInAsync(new PortalClient(hall), teller, "not-the-password-1");
        var unknown = await browser.SignInAsync(new PortalClient(hall), teller with { Name = "nobody-at-all" });
        var nothing = await browser.SubmitAsync(unknown, ("Name", ""), ("Password", ""));

        wrong.Status.ShouldBe(HttpStatusCode.OK);
        unknown.Status.ShouldBe(HttpStatusCode.OK);
        wrong.Problem.ShouldNotBeNull();
        unknown.Problem.ShouldBe(wrong.Problem);
        nothing.Problem.ShouldBe(wrong.Problem);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account()
    {
        var teller = await hall.HireAsync();
        using var browser = new Browser(hall);
        for (var i = 0; i < 5; i++)
            (await browser.SignInAsync(new PortalClient(hall), teller, $"wrong-password-{i}")).Problem.ShouldNotBeNull();

        var right = await browser.SignInAsync(new PortalClient(hall), teller);
        await hall.ScalarAsync<int?>("update accounts set lockout_end = now() - interval '1 second' where id = @Id", new { teller.Id });
        var later = await browser.SignInAsync(new PortalClient(hall), teller);

        right.Problem.ShouldNotBeNull();
        later["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Many_guesses_at_once_are_no_more_than_five()
    {
        var teller = await hall.HireAsync();
        var pages = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            var browser = new Browser(hall);
            return (Browser: browser, Page: await browser.OpenAsync("sign-in"));
        }));

        await Task.WhenAll(pages.Select(each => each.Browser.SubmitAsync(each.Page, ("Name", teller.Name), ("Password", "a-wrong-password-1"))));

        (await hall.ScalarAsync<bool>("select lockout_end > now() from accounts where id = @Id", new { teller.Id })).ShouldBeTrue();
        (await hall.ScalarAsync<int>("select access_failed_count from accounts where id = @Id", new { teller.Id })).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        var teller = await hall.HireAsync();
        using var browser = new Browser(hall);
        var page = await browser.OpenAsync("sign-in");
        page.Page!.QuerySelector("[name=__RequestVerificationToken]")!.SetAttribute("value", "forged");

        var shown = await browser.SubmitAsync(page, ("Name", teller.Name), ("Password", teller.Password));

        shown.Path.ShouldBe("/identity/error");
        browser.Cookies.GetAllCookies().ShouldNotContain(cookie => cookie.Name == "wenden-signed-in");
    }

    [Theory]
    [InlineData("x\0y")]
    [InlineData("\ud800")]
    public async Task A_name_that_is_no_text_is_the_senders_mistake(string name)
    {
        using var browser = new Browser(hall);
        var page = await browser.OpenAsync("sign-in");

        var shown = await browser.SubmitAsync(page, ("Name", name), ("Password", "x"));

        shown.Status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.OK);
        browser.Cookies.GetAllCookies().ShouldNotContain(cookie => cookie.Name == "wenden-signed-in");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    public async Task Only_addresses_of_this_hall_are_followed(string address)
    {
        var teller = await hall.HireAsync();
        using var browser = new Browser(hall);
        var page = await browser.OpenAsync($"sign-in?returnUrl={Uri.EscapeDataString(address)}");

        var shown = await browser.SubmitAsync(page, ("Name", teller.Name), ("Password", teller.Password));

        shown.Address.ShouldBe(new Uri("http://localhost:8080/"));
    }
}
