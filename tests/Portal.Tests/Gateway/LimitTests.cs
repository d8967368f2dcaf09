using System.Net;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.Gateway;

public sealed class LimitTests(PortalHall hall)
{
    [Fact]
    public async Task One_caller_too_busy_is_told_to_wait_and_others_are_not()
    {
        var portal = hall.Start(0, ("Limits:CallerPerSecond", "1"), ("Limits:CallerBurst", "3"));
        using var visitor = new Visitor(portal);

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 6; i++)
            answers.Add(await visitor.SendAsync(HttpMethod.Get, "/api/queue/echo", null, null, ("Authorization", "Bearer busy")));
        using var other = await visitor.SendAsync(HttpMethod.Get, "/api/queue/echo", null, null, ("Authorization", "Bearer calm"));

        var last = answers[^1];
        await last.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "http.429");
        last.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        answers[0].StatusCode.ShouldBe(HttpStatusCode.OK);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_too_busy_is_told_to_wait_but_may_still_be_probed()
    {
        var portal = hall.Start(0, ("Limits:AddressPerSecond", "1"), ("Limits:AddressBurst", "3"));
        using var visitor = new Visitor(portal);
        HttpStatusCode last = default;
        for (var i = 0; i < 6; i++)
        {
            using var answer = await visitor.GetAsync("/api/queue/echo");
            last = answer.StatusCode;
        }

        using var probe = await visitor.GetAsync("/alive");

        last.ShouldBe(HttpStatusCode.TooManyRequests);
        probe.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/queue/echo", true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/queue/echo", false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/api/registry/imports", true, HttpStatusCode.OK)]
    [InlineData("/api/registry/imports", false, HttpStatusCode.OK)]
    public async Task Large_bodies_are_for_imports_only(string path, bool saysLength, HttpStatusCode expected)
    {
        var portal = hall.Start(0, ("Limits:Body", "100000"));
        using var visitor = new Visitor(portal);
        using HttpContent body = new ByteArrayContent(new byte[200_000]);

        using var answer = await visitor.SendAsync(HttpMethod.Post, path, body, null, saysLength ? [] : [("Transfer-Encoding", "chunked")]);

        if (expected == HttpStatusCode.OK)
            (await answer.JsonAsync()).GetProperty("bytes").GetInt64().ShouldBe(200_000);
        else
            await answer.ShouldBeProblemAsync(expected, "http.413");
    }

    [Fact]
    public async Task A_page_hands_in_as_large_a_paper_as_Intake_takes()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        using HttpContent paper = new ByteArrayContent(new byte[16 * 1024 * 1024]) { Headers = { { "Content-Type", "application/octet-stream" } } };

        using var answer = await visitor.SendAsync(HttpMethod.Post, "/api/intake/echo", paper, null, ("Sec-Fetch-Site", "same-origin"), ("Idempotency-Key", "k"));

        (await answer.JsonAsync()).GetProperty("bytes").GetInt64().ShouldBe(16 * 1024 * 1024);
    }

    [Theory]
    [InlineData("", "203.0.113.9", false)]
    [InlineData("127.0.0.1", "203.0.113.9", true)]
    [InlineData("127.0.0.0/8", "203.0.113.9", true)]
    [InlineData("10.0.0.0/8", "203.0.113.9", false)]
    public async Task Forwarded_headers_are_believed_of_configured_proxies_only(string proxy, string claimed, bool believed)
    {
        var portal = proxy == "" ? hall.Start() : hall.Start(0, ("Limits:Proxies:0", proxy), ("Limits:Proxies:1", "::1"));
        using var visitor = new Visitor(new Uri($"http://127.0.0.1:{portal.Port}"));

        using var answer = await visitor.SendAsync(HttpMethod.Get, "/api/queue/echo", null, null, ("X-Forwarded-For", claimed));

        ((await answer.JsonAsync()).Text("forwardedFor") == claimed).ShouldBe(believed);
    }
}
