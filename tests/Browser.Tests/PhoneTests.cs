using Wenden.Contracts.Queue;

namespace Wenden.Browser.Tests;

/// <summary>A visitor's phone; nobody is signed in.</summary>
public sealed class PhoneTests(Chromium chromium)
{
    [Fact]
    public async Task Who_is_late_lets_others_first_and_who_leaves_is_asked_twice()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var slip = await chromium.Queue.TakeAsync(site, items: "item-1");
        await chromium.Queue.TakeAsync(site);
        await using var phone = await chromium.OpenAsync(null, Size.Phone);
        await phone.GoAsync($"/v/{slip.Link}");
        (await phone.Page.Locator("main").InnerTextAsync()).ShouldContain("0 人");
        (await phone.Page.Locator("main").InnerTextAsync()).ShouldContain("居民身份证");

        await phone.Page.GetByText("我要晚到").ClickAsync();
        await phone.Page.GetByText("1 人").WaitForAsync();
        await phone.Page.GetByText("我要离开").ClickAsync();
        await phone.Page.GetByText("放弃 A001 号？").WaitForAsync();
        (await StateAsync(slip)).ShouldBe(TicketState.Waiting);
        await phone.Page.GetByText("放弃此号").ClickAsync();

        await phone.Page.GetByText("已取消").WaitForAsync();
        (await StateAsync(slip)).ShouldBe(TicketState.Cancelled);
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_shows_the_call_by_itself()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var slip = await chromium.Queue.TakeAsync(site);
        await using var phone = await chromium.OpenAsync(null, Size.Phone);
        await phone.GoAsync($"/v/{slip.Link}");

        await chromium.Queue.ServeAsync(site, 3, starts: false);

        await phone.Page.GetByText("请到 3 号窗口").WaitForAsync(new() { Timeout = 20_000 });
        (await phone.Page.TitleAsync()).ShouldContain("轮到您了");
    }

    [Fact]
    public async Task Without_scripts_a_missed_visitor_comes_back_all_the_same()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var slip = await chromium.Queue.TakeAsync(site);
        var (teller, ticket) = await chromium.Queue.ServeAsync(site, 1, starts: false);
        await chromium.Queue.DoAsync(teller, $"tickets/{ticket}/recall");
        await chromium.Queue.DoAsync(teller, $"tickets/{ticket}/miss");
        await using var phone = await chromium.OpenAsync(null, Size.Phone, withScripts: false);
        await phone.GoAsync($"/v/{slip.Link}");

        await phone.Page.GetByText("我回来了").ClickAsync();

        await phone.Page.Locator("p.visit-state", new() { HasText = "正在等候" }).WaitForAsync();
        (await StateAsync(slip)).ShouldBe(TicketState.Waiting);
    }

    private Task<string> StateAsync(Slip slip) => chromium.Queue.ScalarAsync<string>("select state from tickets where ticket_id = @TicketId", slip.Ticket);
}
