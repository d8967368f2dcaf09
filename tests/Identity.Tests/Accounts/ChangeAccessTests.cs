using System.Net;
using System.Net.Http.Json;

namespace Wenden.Identity.Tests.Accounts;

public sealed class ChangeAccessTests(IdentityHall hall)
{
    [Fact]
    public async Task Other_roles_stand_in_the_next_token_and_earlier_ones_are_stopped()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await hall.OperatorAsync();

        using var changed = await @operator.PutAsJsonAsync($"/accounts/{teller.Id}/access", new { roles = new[] { "reviewer" }, sites = new[] { "site-b" } });
        var claims = TokenRequests.ClaimsOf((await portal.RefreshAsync(tokens)).GetProperty("access_token").GetString()!);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        claims.Texts("role").ShouldBe(["reviewer"]);
        claims.Texts("site").ShouldBe(["site-b"]);
        (await hall.StoppedAsync()).ShouldContain(each => each.Subject == $"{teller.Id}");
    }

    [Fact]
    public async Task A_role_with_second_factor_does_not_come_into_a_session_without()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await hall.OperatorAsync();

        using var changed = await @operator.PutAsJsonAsync($"/accounts/{teller.Id}/access", new { roles = new[] { "approver" }, sites = new[] { "site-b" } });
        using var refreshed = await portal.TryRefreshAsync(tokens);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.SignInAsync(new PortalClient(hall), teller)).Path.ShouldBe("/identity/enrol");
    }

    [Fact]
    public async Task An_operator_cannot_shut_or_promote_himself()
    {
        using var @operator = await hall.OperatorAsync();
        var own = await hall.ScalarAsync<Guid>("select id from accounts where user_name = 'o001'");

        using var shut = await @operator.ActAsync($"/accounts/{own}/disable");
        using var promoted = await @operator.PutAsJsonAsync($"/accounts/{own}/access", new { roles = new[] { "operator", "approver" }, sites = new[] { "*" } });

        await shut.ShouldBeProblemAsync(HttpStatusCode.Conflict, "account.self");
        await promoted.ShouldBeProblemAsync(HttpStatusCode.Conflict, "account.self");
    }
}
