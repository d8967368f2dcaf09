using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests.SignIn;

public sealed class SecondFactorTests(IdentityHall hall)
{
    [Fact]
    public async Task An_approver_signs_in_with_password_and_code()
    {
        var approver = await hall.HireAsync("approver", isEnrolled: true);
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);

        var asked = await browser.SignInAsync(portal, approver);
        var early = await browser.Copy().OpenAsync(portal.AuthorizeAddress());
        var back = await browser.SubmitAsync(asked, ("Code", approver.CodeNow()));
        var tokens = await portal.RedeemAsync(back);

        asked.Path.ShouldBe("/identity/second-factor");
        early.Path.ShouldBe("/identity/sign-in", "The password alone signs nobody in");
        TokenRequests.ClaimsOf(tokens.GetProperty("access_token").GetString()!).Texts("role").ShouldBe(["approver"]);
    }

    [Theory]
    [InlineData("approver")]
    [InlineData("payer")]
    [InlineData("operator")]
    [InlineData("auditor")]
    public async Task These_roles_get_no_further_before_they_enrol(string role)
    {
        var person = await hall.HireAsync(role);
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);

        var asked = await browser.SignInAsync(portal, person);
        var instead = await browser.OpenAsync(portal.AuthorizeAddress());
        var password = await browser.OpenAsync("password");

        asked.Path.ShouldBe("/identity/enrol");
        instead.Path.ShouldBe("/identity/sign-in");
        password.Path.ShouldBe("/identity/sign-in");
    }

    [Theory]
    [InlineData("teller")]
    [InlineData("reviewer")]
    [InlineData("certifier")]
    [InlineData("site-manager")]
    public async Task The_other_roles_need_only_a_password(string role)
    {
        using var browser = new Browser(hall);

        (await browser.SignInAsync(new PortalClient(hall), await hall.HireAsync(role)))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Whoever_enrols_with_a_right_code_is_signed_in()
    {
        var auditor = await hall.HireAsync("auditor");
        using var browser = new Browser(hall);
        var page = await browser.SignInAsync(new PortalClient(hall), auditor);
        var secret = page.Page!.QuerySelector(".secret")!.TextContent.Replace(" ", "");

        var wrong = await browser.SubmitAsync(page, ("Code", "000000"));
        var back = await browser.SubmitAsync(wrong, ("Code", Totp.CodeAt(secret, TimeProvider.System.GetUtcNow())));
        using var next = new Browser(hall);
        var later = await next.SignInAsync(new PortalClient(hall), auditor);

        secret.Length.ShouldBe(32);
        page.Page.QuerySelector("svg path").ShouldNotBeNull();
        wrong.Problem.ShouldNotBeNull();
        wrong.Page!.QuerySelector(".secret")!.TextContent.Replace(" ", "").ShouldBe(secret);
        back["code"].ShouldNotBeNull();
        later.Path.ShouldBe("/identity/second-factor");
        (await hall.ScalarAsync<bool>("select position(@secret in encode(authenticator_secret, 'escape')) = 0 from accounts where id = @Id", new { secret, auditor.Id }))
            .ShouldBeTrue("The secret is not readable in the database");
    }

    [Fact]
    public async Task The_sample_operator_signs_in_with_what_up_prints()
    {
        var printed = SampleHall.Accounts.Single(account => account.Name == "o001");
        var sample = new Person(Guid.Empty, printed.Name, SampleHall.Password, printed.AuthenticatorSecret);
        using var browser = new Browser(hall);

        var asked = await browser.SignInAsync(new PortalClient(hall), sample);

        (await browser.SubmitAsync(asked, ("Code", sample.CodeNow())))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wrong_code_is_refused()
    {
        var approver = await hall.HireAsync("approver", isEnrolled: true);
        using var browser = new Browser(hall);
        var asked = await browser.SignInAsync(new PortalClient(hall), approver);

        foreach (var code in new[] { approver.CodeNow(-10), "", "12345", "abcdef" })
            (await browser.SubmitAsync(asked, ("Code", code))).Problem.ShouldNotBeNull(code);
    }

    [Fact]
    public async Task A_code_is_taken_once_and_none_before_it_later()
    {
        var approver = await hall.HireAsync("approver", isEnrolled: true);
        var code = approver.CodeNow();
        var former = approver.CodeNow(-1);
        using var browser = new Browser(hall);
        await browser.SubmitAsync(await browser.SignInAsync(new PortalClient(hall), approver), ("Code", code));

        using var thief = new Browser(hall);
        var asked = await thief.SignInAsync(new PortalClient(hall), approver);

        (await thief.SubmitAsync(asked, ("Code", code))).Problem.ShouldNotBeNull();
        (await thief.SubmitAsync(asked, ("Code", former))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_code_at_two_replicas_at_once_signs_in_one()
    {
        var approver = await hall.HireAsync("approver", isEnrolled: true);
        using var one = new Browser(hall);
        using var other = new Browser(hall);
        var first = await one.SignInAsync(new PortalClient(hall), approver);
        var second = await other.SignInAsync(new PortalClient(hall), approver);
        var code = approver.CodeNow();

        var shown = await Task.WhenAll(one.SubmitAsync(first, ("Code", code)), other.SubmitAsync(second, ("Code", code)));

        shown.Count(each => each["code"] is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account()
    {
        var approver = await hall.HireAsync("approver", isEnrolled: true);
        using var browser = new Browser(hall);
        var asked = await browser.SignInAsync(new PortalClient(hall), approver);
        for (var i = 0; i < 5; i++)
            await browser.SubmitAsync(asked, ("Code", approver.CodeNow(-100 - i)));

        (await browser.SubmitAsync(asked, ("Code", approver.CodeNow()))).Problem.ShouldNotBeNull();
        using var anew = new Browser(hall);
        (await anew.SignInAsync(new PortalClient(hall), approver)).Problem.ShouldNotBeNull();
    }

    [Fact]
    public void A_clock_half_a_minute_off_is_forgiven()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 15, TimeSpan.Zero);
        var secret = Totp.NewSecret();

        foreach (var (seconds, fits) in new[] { (-60, false), (-30, true), (0, true), (30, true), (60, false) })
            (Totp.StepOf(secret, Totp.CodeAt(secret, now.AddSeconds(seconds)), now) is not null).ShouldBe(fits, $"{seconds} s");
    }

    [Fact]
    public void Codes_are_those_of_the_standard()
    {
        // RFC 6238, appendix B: the secret "12345678901234567890", the last six of eight digits.
        const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

        Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(59)).ShouldBe("287082");
        Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(1111111109)).ShouldBe("081804");
        Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(20000000000)).ShouldBe("353130");
    }
}
