using System.Net;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.Gateway;

public sealed class GatewayTests(PortalHall hall)
{
    [Fact]
    public async Task A_page_calls_with_the_token_of_its_session_and_without_its_cookies()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        var echo = await visitor.EchoAsync();

        echo.Text("authorization").ShouldStartWith("Bearer eyJ");
        echo.Text("cookie").ShouldBeEmpty();
        echo.Text("forwardedPrefix").ShouldBe("/api/queue");
    }

    [Fact]
    public async Task An_own_token_passes_as_it_is_and_never_together_with_the_session()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        using var answer = await visitor.SendAsync(HttpMethod.Get, "/api/queue/echo", null, null, ("Authorization", "Bearer own"));

        (await answer.JsonAsync()).Text("authorization").ShouldBe("Bearer own");
    }

    [Fact]
    public async Task Who_has_neither_calls_as_nobody()
    {
        using var visitor = new Visitor(hall.First);

        (await visitor.EchoAsync()).Text("authorization").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "none", false)]
    [InlineData("Origin", "https://elsewhere.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "{own}", true)]
    [InlineData("X-Nothing", "", false)]
    public async Task With_a_session_only_an_own_page_changes_anything(string header, string value, bool passes)
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        value = value.Replace("{own}", hall.First.GetLeftPart(UriPartial.Authority));

        using var answer = await visitor.SendAsync(HttpMethod.Post, "/api/queue/echo", new StringContent("x"), null, (header, value));

        if (passes)
            (await answer.JsonAsync()).Text("authorization").ShouldStartWith("Bearer ");
        else
            await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.other-site");
    }

    [Fact]
    public async Task A_device_with_its_own_token_needs_no_page()
    {
        using var visitor = new Visitor(hall.First);

        using var answer = await visitor.SendAsync(HttpMethod.Post, "/api/queue/echo", new StringContent("x"), null, ("Authorization", "Bearer own"));

        (await answer.JsonAsync()).Text("authorization").ShouldBe("Bearer own");
    }

    [Fact]
    public async Task The_language_of_the_page_is_the_language_of_its_calls()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        using var switched = await visitor.OpenAsync("/language/en?back=/teller");

        (await visitor.EchoAsync()).Text("language").ShouldBe("en");
    }

    [Fact]
    public async Task Server_sent_events_come_through_as_they_happen()
    {
        var name = Guid.CreateVersion7().ToString("N");
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        using var answer = await visitor.GetAsync($"/api/queue/events/{name}");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe("data: first");
        hall.Services.Gates.GetOrAdd(name, _ => new TaskCompletionSource()).SetResult();
        (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30))).Trim().ShouldBe("data: second");
    }

    [Fact]
    public async Task The_identity_service_is_behind_the_gateway_and_sees_its_own_cookies_only()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        visitor.SetCookie("wenden-identity", "kept");
        // The language is one for both.
        visitor.SetCookie(".AspNetCore.Culture", "c%3Den%7Cuic%3Den");

        using var answer = await visitor.GetAsync("/identity/some/page");

        var seen = await answer.JsonAsync();
        seen.Text("prefix").ShouldBe("/identity");
        seen.Text("cookie").ShouldContain("wenden-identity=kept");
        seen.Text("cookie").ShouldContain(".AspNetCore.Culture=c%3Den%7Cuic%3Den");
        seen.Text("cookie").ShouldNotContain("wenden-portal-session");
    }

    [Fact]
    public async Task A_service_that_does_not_exist_is_404()
    {
        using var visitor = new Visitor(hall.First);
        using var answer = await visitor.GetAsync("/api/nothing/at/all");

        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "http.404");
    }
}
