using Wenden.Portal.Tests;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

public sealed class DeskTests(Chromium chromium)
{
    public static TheoryData<string> Roles => new(PortalHall.Desks);

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_role_works_at_its_own_desk_and_is_refused_elsewhere(string role)
    {
        await using var window = await chromium.OpenAsync(Account.Of(role));

        await window.GoAsync("/");
        new Uri(window.Page.Url).AbsolutePath.TrimEnd('/').ShouldBe($"/{role}");
        (await window.Page.Locator("h1").CountAsync()).ShouldBe(1);
        window.Complaints.ShouldBeEmpty();

        var other = PortalHall.Desks.First(desk => desk != role);
        var answer = await window.GoAsync($"/{other}");
        answer.Status.ShouldBe(403);
        (await window.Page.Locator("h1").InnerTextAsync()).ShouldBe("您无权进入此页面");
    }

    [Fact]
    public async Task A_teller_sees_who_waits_and_finds_an_item()
    {
        await using var window = await OpenWindowAsync();

        (await window.Page.Locator("#waiting").InnerTextAsync()).ShouldContain("等候 0 人");
        await window.Page.Locator("#item-search").FillAsync("补贴");
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.items li').length === 1");
        (await window.Page.Locator(".items").InnerTextAsync()).ShouldContain("就业困难人员灵活就业社会保险补贴申领");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Items_have_English_names_too()
    {
        await using var window = await OpenWindowAsync();
        await window.GoAsync("/language/en?back=/teller");
        await window.Page.Keyboard.PressAsync("o");
        await window.Page.Locator(".items li").First.WaitForAsync();

        (await window.Page.Locator(".items").InnerTextAsync()).ShouldContain("Social-insurance subsidy for the flexibly employed");
        (await window.Page.Locator(".items").InnerTextAsync()).ShouldContain("Insurance registration");
    }

    private async Task<Window> OpenWindowAsync()
    {
        var window = await chromium.OpenAsync(Account.Of("teller", await chromium.Queue.OpenSiteAsync()));
        await window.GoAsync("/teller");
        await window.Page.Keyboard.PressAsync("1");
        await window.Page.Locator(".items li").First.WaitForAsync();
        return window;
    }

    [Fact]
    public async Task A_service_that_fails_is_named_with_its_trace_and_can_be_asked_again()
    {
        await using var window = await chromium.OpenAsync(Account.Of("certifier", ServicesStandIn.BrokenSite));
        await window.GoAsync("/certifier");

        var error = await window.Page.Locator("[role=alert].notice").First.InnerTextAsync();

        error.ShouldContain("系统暂时不可用");
        error.ShouldContain("0af7651916cd43dd8448eb211c80319c");
        error.ShouldContain("重试");
    }

    [Fact]
    public async Task Where_nothing_waits_the_page_says_so()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer", ServicesStandIn.EmptySite));
        await window.GoAsync("/reviewer");

        (await window.Page.Locator(".notice").First.InnerTextAsync()).ShouldBe("没有等待审核的申请。");
    }

    [Fact]
    public async Task An_operator_sees_queues_that_need_a_look()
    {
        await using var window = await chromium.OpenAsync(Account.Of("operator", "*"));
        await window.GoAsync("/operator");

        var page = await window.Page.Locator("main").InnerTextAsync();

        page.ShouldContain("错误队列中有 2 条消息");
        page.ShouldContain("TicketIssued");
        page.ShouldContain("intake-follow-visit_error");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_belongs_to_several_sites_chooses_one()
    {
        await using var window = await chromium.OpenAsync(Account.Of("teller", "*"));
        await window.GoAsync("/teller");

        await window.Page.Locator(".site-choice select").SelectOptionAsync("town-longshan");

        await window.Page.WaitForFunctionAsync("() => location.search === '?site=town-longshan'");
        await window.ReadyAsync();
    }

    [Fact]
    public async Task The_language_switch_keeps_the_page()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer"));
        await window.GoAsync("/reviewer");

        await window.Page.Locator(".language").ClickAsync();
        await window.Page.WaitForFunctionAsync("() => document.documentElement.lang === 'en'");
        await window.ReadyAsync();

        new Uri(window.Page.Url).AbsolutePath.ShouldBe("/reviewer");
        (await window.Page.Locator("h1").InnerTextAsync()).ShouldBe("First review");
        (await window.Page.Locator("main").InnerTextAsync()).ShouldContain("Longest wait");
    }
}
