using System.Net;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.SignIn;

public sealed class TokenTests(PortalHall hall)
{
    [Fact]
    public async Task A_token_that_runs_out_is_refreshed()
    {
        var account = Account.WithShortTokens("teller");
        using var visitor = await Visitor.SignedInAsync(hall, account);

        var first = (await visitor.EchoAsync()).Text("authorization");
        var second = (await visitor.EchoAsync(hall.Second)).Text("authorization");

        first.ShouldStartWith("Bearer ");
        second.ShouldStartWith("Bearer ");
        hall.Identity.Refreshed[account.Name].ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Many_requests_at_once_never_spend_a_refresh_token_twice()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.WithShortTokens("teller"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => visitor.EchoAsync(i % 2 == 0 ? hall.First : hall.Second)));

        answers.ShouldAllBe(answer => answer.Text("authorization").StartsWith("Bearer "));
    }

    [Fact]
    public async Task A_token_is_used_to_its_end_while_no_other_can_be_had()
    {
        var portal = hall.Start(0, ("services:identity:http:0", "http://127.0.0.1:1"));
        using var visitor = await Visitor.SignedInAsync(hall, Account.WithShortTokens("teller"));

        (await visitor.EchoAsync(portal)).Text("authorization").ShouldStartWith("Bearer ");
    }

    [Fact]
    public async Task A_stopped_account_is_signed_out_when_its_token_runs_out()
    {
        var account = Account.WithShortTokens("teller");
        using var visitor = await Visitor.SignedInAsync(hall, account);
        hall.Identity.Stopped[account.Name] = true;

        using var answer = await visitor.GetAsync("/api/queue/echo");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "http.401");
        (await hall.ScalarAsync<long>("select count(*) from sessions where subject = @Name", new { account.Name })).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_in_the_database_can_be_used_as_it_is()
    {
        var account = Account.Of("teller");
        using var visitor = await Visitor.SignedInAsync(hall, account);
        var token = (await visitor.EchoAsync()).Text("authorization")["Bearer ".Length..];

        var rows = await hall.ScalarAsync<long>(
            "select count(*) from sessions where position(convert_to(@token, 'UTF8') in ticket) > 0 or position(convert_to('eyJ', 'UTF8') in ticket) > 0", new { token });

        rows.ShouldBe(0);
        (await hall.ScalarAsync<long>("select count(*) from data_protection_keys")).ShouldBeGreaterThan(0);
        (await hall.ScalarAsync<long>("select count(*) from data_protection_keys where xml like '%masterKey%'")).ShouldBe(0);
    }

    [Fact]
    public async Task With_another_secret_everybody_signs_in_anew()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        var changed = hall.Start(0, ("Identity:ClientSecret", "another secret"));

        (await visitor.EchoAsync(changed)).Text("authorization").ShouldBeEmpty();
        (await visitor.EchoAsync()).Text("authorization").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Sessions_outlive_a_restart()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        var restarted = hall.Start();

        (await visitor.EchoAsync(restarted)).Text("authorization").ShouldStartWith("Bearer ");
    }
}
