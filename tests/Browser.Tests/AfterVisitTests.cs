using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>After the visit: how it was, and what is wrong, from the visitor's word to the visitor's yes.</summary>
public sealed class AfterVisitTests(Chromium chromium)
{
    [Fact]
    public async Task A_visitor_rates_on_the_phone_once_the_visit_is_over()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var slip = await chromium.Queue.TakeAsync(site, items: "item-1");
        var (teller, ticket) = await chromium.Queue.ServeAsync(site, 2);
        await chromium.Queue.DoAsync(teller, $"tickets/{ticket}/finish");
        await using var phone = await chromium.OpenAsync(null, Size.Phone);
        await phone.GoAsync($"/v/{slip.Link}");

        await LookTests.LookAsync(phone.Page, "phone-rating", "zh", Size.Phone);
        await phone.Page.Locator(".rating label.dissatisfied").ScrollIntoViewIfNeededAsync();
        await phone.Page.GetByLabel("不满意", new() { Exact = true }).CheckAsync();
        await phone.Page.GetByText("还想说几句").ClickAsync();
        await phone.Page.GetByLabel("留言").FillAsync("等了很久");
        await LookTests.ShouldBeAccessibleAsync(phone.Page, "rating");
        await LookTests.LookAsync(phone.Page, "phone-rating-chosen", "zh", Size.Phone);
        await phone.Page.GetByText("提交评价").ClickAsync();

        await phone.Page.GetByText("您的评价：不满意").WaitForAsync();
        await phone.Page.GetByText("查看整改情况").ClickAsync();
        await phone.Page.Locator("h1", new() { HasText = "我反映的问题" }).WaitForAsync();
        phone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_citizen_rates_on_the_own_page()
    {
        await using var window = await chromium.OpenAsync(Account.Of("citizen"), Size.Phone);
        await window.GoAsync("/citizen");
        await window.Page.Locator(".rate-own summary").First.ClickAsync();

        await window.Page.GetByLabel("非常满意", new() { Exact = true }).CheckAsync();
        await LookTests.ShouldBeAccessibleAsync(window.Page, "rating");
        await window.Page.Locator(".rate-own").ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(window.Page, "citizen-rating", "zh", Size.Phone);
        await window.Page.GetByText("提交评价").ClickAsync();

        await window.Page.GetByText("您的评价：非常满意").WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_tablet_at_the_window_asks_and_thanks()
    {
        await using var tablet = await chromium.OpenAsync(Account.Of("teller"));
        await tablet.GoAsync("/rate");
        await tablet.Page.GetByText("A012 号").WaitForAsync();

        await tablet.Page.GetByLabel("满意", new() { Exact = true }).CheckAsync();
        // The page reads again every three seconds; a choice outlasts that.
        await Task.Delay(4_000, TestContext.Current.CancellationToken);
        (await tablet.Page.GetByLabel("满意", new() { Exact = true }).IsCheckedAsync()).ShouldBeTrue();
        await LookTests.ShouldBeAccessibleAsync(tablet.Page, "rating");
        await LookTests.LookAsync(tablet.Page, "tablet-rating", "zh", Size.Counter);
        await tablet.Page.GetByText("提交评价").ClickAsync();

        await tablet.Page.GetByText("谢谢您的评价！").WaitForAsync();
        await LookTests.LookAsync(tablet.Page, "tablet-thanks", "zh", Size.Counter);
        tablet.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_finding_is_put_right_and_opened_again_when_the_visitor_says_no()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        var (manager, owner) = (Account.Of("site-manager", site), Account.Of("teller", site));
        await using var phone = await chromium.OpenAsync(null, Size.Phone, withScripts: false);
        await phone.Page.GotoAsync($"/find/{site}");
        await LookTests.LookAsync(phone.Page, "phone-finding", "zh", Size.Phone);
        await phone.Page.GetByLabel("问题", new() { Exact = true }).FillAsync("没有老花镜");
        await phone.Page.GetByLabel("回访电话").FillAsync("13806310001");
        await phone.Page.GetByText("提交", new() { Exact = true }).ClickAsync();
        await phone.Page.GetByText("已收到").WaitForAsync();

        await using var desk = await chromium.OpenAsync(manager);
        await desk.GoAsync("/ledger");
        (await desk.Page.Locator("main tbody tr").InnerTextAsync()).ShouldContain("138****0001");
        await desk.Page.GetByText("没有老花镜").ClickAsync();
        await desk.Page.Locator(".ask input").FillAsync(owner.Name);
        await LookTests.ShouldBeAccessibleAsync(desk.Page, "assigning");
        await desk.Page.Locator(".ask button").ClickAsync();
        await desk.Page.GetByText($"已交由 {owner.Name} 处理").WaitForAsync();
        await LookTests.LookAsync(desk.Page, "ledger-assigned", "zh", Size.Counter);
        await LookTests.LookAsync(desk.Page, "ledger-assigned", "zh", Size.Phone);

        await using var work = await chromium.OpenAsync(owner);
        await work.GoAsync("/ledger");
        await work.Page.GetByText("没有老花镜").ClickAsync();
        await work.Page.GetByText("先回访访客").WaitForAsync();
        (await work.Page.Locator("main").InnerTextAsync()).ShouldContain("13806310001");
        await work.Page.Locator(".ledger-call input").FillAsync("已致歉");
        await work.Page.Locator(".ledger-call button").ClickAsync();
        await work.Page.Locator(".ledger-settle input").FillAsync("每个窗口已备老花镜");
        await LookTests.ShouldBeAccessibleAsync(work.Page, "settling");
        await LookTests.LookAsync(work.Page, "ledger-settling", "zh", Size.Counter);
        await work.Page.Locator(".ledger-settle button").ClickAsync();
        await work.Page.GetByText("已记录整改结果").WaitForAsync();

        await phone.Page.ReloadAsync();
        await phone.Page.GetByText("每个窗口已备老花镜").WaitForAsync();
        (await phone.Page.Locator("main").InnerTextAsync()).ShouldNotContain(owner.Name);
        await LookTests.LookAsync(phone.Page, "phone-finding-settled", "zh", Size.Phone);
        await phone.Page.GetByText("没有解决").ClickAsync();
        await phone.Page.Locator(".visit-state", new() { HasText = "重新整改" }).WaitForAsync();

        await work.GoAsync("/ledger");
        (await work.Page.Locator("main tbody tr").InnerTextAsync()).ShouldContain("重新整改");
        desk.Complaints.Concat(work.Complaints).ShouldBeEmpty();
    }
}
