namespace Wenden.Identity.Tests.SignIn;

public sealed class PasswordTests(IdentityHall hall)
{
    private const string Fresh = "noch-geheimer-2020";

    [Fact]
    public async Task A_given_password_must_be_changed_first()
    {
        var teller = await hall.HireAsync(mustChange: true);
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);

        var asked = await browser.SignInAsync(portal, teller);
        var instead = await browser.OpenAsync(portal.AuthorizeAddress());
        var back = await browser.SubmitAsync(asked, ("Present", teller.Password), ("Fresh", Fresh), ("Again", Fresh));

        asked.Path.ShouldBe("/identity/password");
        instead.Path.ShouldBe("/identity/sign-in");
        back["code"].ShouldNotBeNull();
        using var next = new Browser(hall);
        (await next.SignInAsync(new PortalClient(hall), teller)).Problem.ShouldNotBeNull("The old password is no longer taken");
        (await next.SignInAsync(new PortalClient(hall), teller, Fresh))["code"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("wrong-present-1", Fresh, Fresh)]
    [InlineData(People.Password, Fresh, "another-one-2020")]
    [InlineData(People.Password, People.Password, People.Password)]
    [InlineData(People.Password, "short-1", "short-1")]
    [InlineData(People.Password, "nodigitsatallhere", "nodigitsatallhere")]
    [InlineData(People.Password, "1212121212121", "1212121212121")]
    [InlineData(People.Password, "", "")]
    public async Task A_new_password_that_breaks_a_rule_is_refused(string present, string fresh, string again)
    {
        var teller = await hall.HireAsync();
        using var browser = new Browser(hall);
        await browser.SignInAsync(new PortalClient(hall), teller);
        var page = await browser.OpenAsync("password");

        var shown = await browser.SubmitAsync(page, ("Present", present), ("Fresh", fresh), ("Again", again));

        (shown.Path, shown.Problem is not null).ShouldBe(("/identity/password", true));
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_elsewhere()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var one = new Browser(hall);
        using var other = new Browser(hall);
        var tokens = await portal.RedeemAsync(await other.SignInAsync(portal, teller));
        await one.SignInAsync(new PortalClient(hall), teller);

        await one.SubmitAsync(await one.OpenAsync("password"), ("Present", teller.Password), ("Fresh", Fresh), ("Again", Fresh));

        (await one.OpenAsync(portal.AuthorizeAddress()))["code"].ShouldNotBeNull("Where it was changed one stays signed in");
        (await other.OpenAsync(portal.AuthorizeAddress())).Path.ShouldBe("/identity/sign-in");
        using var refreshed = await portal.TryRefreshAsync(tokens);
        (await refreshed.Content.ReadAsStringAsync()).ShouldContain("invalid_grant");
    }
}
