using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>A visitor's cases at the window, from the identity number to what is done on the spot, by keys alone.</summary>
public sealed class CaseAtDeskTests(Chromium chromium)
{
    [Fact]
    public async Task The_case_of_the_visitor_is_opened_from_the_identity_number()
    {
        await using var window = await FoundAsync("item-1", "item-2");
        var page = window.Page;
        await FocusedAsync(page, "c");
        (await page.Locator(".person").InnerTextAsync()).ShouldBe("王春梅");
        await page.Keyboard.PressAsync("Enter");

        await page.GetByText("等待签名").First.WaitForAsync();
        (await page.Locator(".one-case").InnerTextAsync()).ShouldContain("事项申请表：已生成");
        (await page.Locator("#identity-number").InputValueAsync()).ShouldBeEmpty();
        (await page.Locator(".one-case a").First.GetAttributeAsync("href"))!.ShouldStartWith("/teller/persons/");
    }

    [Fact]
    public async Task What_is_done_on_the_spot_is_completed_by_one_key_once_it_is_accepted()
    {
        await using var window = await FoundAsync("item-1", "item-2");
        var page = window.Page;
        await FocusedAsync(page, "c");
        await page.Keyboard.PressAsync("c");
        await page.GetByText("待“事项 item-1”办结").WaitForAsync();
        while (await page.Locator("[data-key=a]").CountAsync() == 0)
            await page.Keyboard.PressAsync("u");
        (await page.Locator("[data-key=j]").CountAsync()).ShouldBe(0);
        await page.Keyboard.PressAsync("a");
        await page.GetByText("办结即时事项（2 项）").WaitForAsync();

        await page.Keyboard.PressAsync("j");

        await page.GetByText("事项 item-2：已办结").WaitForAsync();
        (await page.Locator(".waits").CountAsync()).ShouldBe(0);
        (await page.Locator("[data-key=j]").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_completed_before_a_refusal_shows_beside_it()
    {
        await using var window = await FoundAsync("item-1", WindowStandIn.NeverCompleted);
        var page = window.Page;
        await FocusedAsync(page, "c");
        await page.Keyboard.PressAsync("c");
        while (await page.Locator("[data-key=a]").CountAsync() == 0)
            await page.Keyboard.PressAsync("u");
        await page.Keyboard.PressAsync("a");
        await page.GetByText("办结即时事项（2 项）").WaitForAsync();

        await page.Keyboard.PressAsync("j");

        await page.GetByText("事项 item-1：已办结").WaitForAsync();
        (await page.GetByText("还不能办结").CountAsync()).ShouldBe(1);
        (await page.GetByText("办结即时事项（1 项）").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_visitor_with_business_of_their_own_and_of_an_employer_has_a_case_of_each()
    {
        await using var window = await FoundAsync("item-1", "item-141", "item-142");
        var page = window.Page;
        await page.GetByText("受理本人事项（1 项）").WaitForAsync();
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.InsertTextAsync("91371081MA3C9XLP00");
        await page.GetByText("受理单位事项（2 项）").ClickAsync();
        await page.GetByText("没有用人单位 91371081MA3C9XLP00").WaitForAsync();
        await LookAsync(page, "#employer-code", "case-open");

        await page.Locator("#employer-code").FillAsync(WindowStandIn.EmployerCode);
        await page.GetByText("受理单位事项（2 项）").ClickAsync();
        await page.GetByText("代 威海天润机械有限公司").WaitForAsync();
        (await page.Locator(".acting-for").InnerTextAsync()).ShouldEndWith("凭经办人授权书");
        (await page.Locator("#employer-code").CountAsync()).ShouldBe(0);
        await page.Keyboard.PressAsync("c");

        await page.Locator(".one-case").Nth(1).WaitForAsync();
        (await page.Locator("[data-key=c]").CountAsync()).ShouldBe(0);
        await LookAsync(page, ".acting-for", "case-employer");
    }

    [Fact]
    public async Task Whoever_is_registered_to_act_for_an_employer_need_not_name_it()
    {
        await using var window = await FoundAsync("item-141");
        var page = window.Page;
        await FocusedAsync(page, "l");

        await page.Keyboard.PressAsync("Enter");

        await page.Locator(".acting-for").WaitForAsync();
        (await page.Locator(".acting-for").InnerTextAsync()).ShouldEndWith("登记在册的经办人");
    }

    /// <summary>A teller who has called a visitor for these items and found who they are.</summary>
    private async Task<Window> FoundAsync(params string[] items)
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site, items: items);
        var window = await chromium.OpenAsync(Account.Of("teller", site));
        await window.GoAsync("/teller");
        await window.Page.Locator("main section h2").First.WaitForAsync();
        var keys = window.Page.Keyboard;
        await keys.PressAsync("1");
        await FocusedAsync(window.Page, "n");
        await keys.PressAsync("n");
        await FocusedAsync(window.Page, "s");
        await keys.PressAsync("s");
        await FocusedAsync(window.Page, "f");
        await keys.PressAsync("i");
        await keys.InsertTextAsync(WindowStandIn.IdentityNumber);
        await keys.PressAsync("Enter");
        return window;
    }

    private static async Task LookAsync(IPage page, string at, string name)
    {
        await page.Locator(at).First.EvaluateAsync("element => element.scrollIntoView({ block: 'center' })");
        await LookTests.ShouldBeAccessibleAsync(page, name);
        await LookTests.LookAsync(page, name, "zh", Size.Counter);
    }

    private static async Task FocusedAsync(IPage page, string key) =>
        await page.WaitForFunctionAsync("key => document.activeElement?.dataset.key === key", key);
}
