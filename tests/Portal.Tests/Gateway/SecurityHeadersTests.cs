using System.Net;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.Gateway;

public sealed class SecurityHeadersTests(PortalHall hall)
{
    [Fact]
    public async Task Pages_run_scripts_of_the_portal_only_and_none_inline()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        using var page = await visitor.OpenAsync("/teller");

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("style-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-eval");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
        page.Headers.CacheControl!.NoStore.ShouldBeTrue();
        page.Headers.Contains("Server").ShouldBeFalse();
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("<style");
        html.ShouldNotContain("<script>");
        html.ShouldNotContain("://fonts.");
    }

    [Fact]
    public async Task Data_of_services_does_nothing_when_shown_as_a_page()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.GetAsync("/api/queue/echo");

        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
    }

    [Fact]
    public async Task The_theme_is_a_file_of_the_portal()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.GetAsync("/theme.css");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("--mud-palette-primary");
    }
}
