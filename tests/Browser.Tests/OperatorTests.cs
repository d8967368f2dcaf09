using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

public sealed class OperatorTests(Chromium chromium)
{
    [Fact]
    public async Task An_operator_makes_an_account_and_shuts_it()
    {
        var name = $"t{Guid.CreateVersion7():N}"[..20];
        await using var window = await chromium.OpenAsync(Account.Of("operator"));
        await window.GoAsync("/operator/accounts/new");
        var page = window.Page;

        await page.Locator("#account-name").FillAsync(name);
        await page.Locator("#account-full-name").FillAsync("宋海英");
        await Button(page, "建立账号").ClickAsync();
        await page.GetByText("请至少指定一个角色和一个站点").WaitForAsync();
        await page.GetByLabel("综合柜员").CheckAsync();
        await page.GetByLabel("龙山街道保障所").CheckAsync();
        await Button(page, "建立账号").ClickAsync();
        (await page.Locator(".secret code").InnerTextAsync()).ShouldMatch("^[a-z0-9]{4}(-[a-z0-9]{4}){3}$");

        await window.GoAsync("/operator/accounts");
        await page.Locator("#account-search").FillAsync(name);
        await Button(page, "查找").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelectorAll('main tbody tr').length === 1");
        (await page.Locator("main tbody tr").InnerTextAsync()).ShouldContain("town-longshan");
        await page.Locator("main tbody a").ClickAsync();
        await Button(page, "停用").ClickAsync();
        await Button(page, "取消").ClickAsync();
        (await page.GetByText("账号已停用").CountAsync()).ShouldBe(0);
        await Button(page, "停用").ClickAsync();
        await Button(page, "停用").ClickAsync();
        await page.GetByText("账号已停用").WaitForAsync();
        await page.Locator(".facts", new() { HasText = "已停用" }).WaitForAsync();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_operator_adds_a_device_and_takes_it_away()
    {
        var name = $"board-{Guid.CreateVersion7():N}"[..24];
        await using var window = await chromium.OpenAsync(Account.Of("operator"));
        await window.GoAsync("/operator/devices");
        var page = window.Page;

        await page.Locator("#device-name").FillAsync(name);
        await page.Locator("#device-role").SelectOptionAsync("board");
        await Button(page, "添加设备").ClickAsync();
        (await page.Locator(".secret code").InnerTextAsync()).Length.ShouldBe(39);
        var row = page.Locator("tbody tr", new() { HasText = name });
        await row.GetByText("移除").ClickAsync();
        await row.Locator(".confirm .alarm").ClickAsync();

        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task One_time_codes_are_in_the_menu_where_there_are_any()
    {
        await using var window = await chromium.OpenAsync(Account.Of("operator"));
        await window.GoAsync("/operator/keys");

        await window.Page.Locator(".pages").GetByText("一次性验证码").ClickAsync();
        await window.ReadyAsync();

        await window.Page.Locator("main tbody tr").First.GetByText("204816").WaitForAsync();
    }

    private static ILocator Button(IPage page, string text) => page.Locator("main").GetByRole(AriaRole.Button, new() { Name = text, Exact = true });
}
