using System.Net;
using System.Net.Http.Json;

namespace Wenden.Identity.Tests.Accounts;

public sealed class AccountActionsTests(IdentityHall hall)
{
    [Fact]
    public async Task A_shut_account_loses_its_session_and_is_listed_as_stopped()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await hall.OperatorAsync();
        var before = TimeProvider.System.GetUtcNow();

        using var shut = await @operator.ActAsync($"/accounts/{teller.Id}/disable");
        using var refreshed = await portal.TryRefreshAsync(tokens);
        var page = await browser.OpenAsync(portal.AuthorizeAddress());
        var anew = await browser.SubmitAsync(page, ("Name", teller.Name), ("Password", teller.Password));
        var stopped = await hall.StoppedAsync();

        shut.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await refreshed.Content.ReadAsStringAsync()).ShouldContain("invalid_grant");
        page.Path.ShouldBe("/identity/sign-in");
        anew.Problem.ShouldNotBeNull();
        stopped.Single(each => each.Subject == $"{teller.Id}").Since.ShouldBeInRange(before.AddSeconds(-1), before.AddMinutes(1));
    }

    [Fact]
    public async Task An_opened_account_signs_in_again()
    {
        var teller = await hall.HireAsync();
        using var @operator = await hall.OperatorAsync();
        (await @operator.ActAsync($"/accounts/{teller.Id}/disable")).Dispose();
        (await @operator.ActAsync($"/accounts/{teller.Id}/enable")).Dispose();
        using var browser = new Browser(hall);

        (await browser.SignInAsync(new PortalClient(hall), teller))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_locked_account_is_unlocked()
    {
        var teller = await hall.HireAsync();
        await hall.ScalarAsync<int?>("update accounts set lockout_end = now() + interval '1 hour' where id = @Id", new { teller.Id });
        using var @operator = await hall.OperatorAsync();
        using var browser = new Browser(hall);

        var locked = await browser.SignInAsync(new PortalClient(hall), teller);
        (await @operator.ActAsync($"/accounts/{teller.Id}/unlock")).Dispose();

        locked.Problem.ShouldNotBeNull();
        (await browser.SignInAsync(new PortalClient(hall), teller))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_lost_authenticator_is_set_up_anew()
    {
        var payer = await hall.HireAsync("payer", isEnrolled: true);
        using var @operator = await hall.OperatorAsync();

        (await @operator.ActAsync($"/accounts/{payer.Id}/reset-second-factor")).Dispose();

        using var browser = new Browser(hall);
        (await browser.SignInAsync(new PortalClient(hall), payer)).Path.ShouldBe("/identity/enrol");
    }

    [Fact]
    public async Task Signing_somebody_out_leaves_the_account_open()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await hall.OperatorAsync();

        (await @operator.ActAsync($"/accounts/{teller.Id}/sign-out")).Dispose();

        using var refreshed = await portal.TryRefreshAsync(tokens);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.SignInAsync(new PortalClient(hall), teller))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_one_to_change()
    {
        var teller = await hall.HireAsync();
        using var @operator = await hall.OperatorAsync();

        using var reset = await @operator.PostAsJsonAsync($"/accounts/{teller.Id}/password", new { password = "given-by-hand-2020" });

        reset.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = new Browser(hall);
        (await browser.SignInAsync(new PortalClient(hall), teller, "given-by-hand-2020")).Path.ShouldBe("/identity/password");
    }
}
