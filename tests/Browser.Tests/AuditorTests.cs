using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

public sealed class AuditorTests(Chromium chromium)
{
    [Fact]
    public async Task An_auditor_finds_what_two_services_did_as_one_list()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"));
        await window.GoAsync("/auditor");

        await window.Page.Locator("#audit-person").FillAsync("0191d3a0-0000-7000-8000-00000000a11d");
        await window.Page.Locator("main form button[type=submit]").ClickAsync();
        var rows = window.Page.Locator(".entries tbody tr");
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.entries tbody tr').length === 50");

        (await rows.Nth(0).InnerTextAsync()).ShouldContain("2019-10-21 09:51:00");
        (await rows.Nth(0).InnerTextAsync()).ShouldContain("r001");
        (await rows.Nth(1).InnerTextAsync()).ShouldContain("2019-10-21 09:50:00");
        (await rows.Nth(1).InnerTextAsync()).ShouldContain("t003");
        await window.Page.GetByText("较早的记录").ClickAsync();
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.entries tbody tr').length === 30");
        (await rows.Nth(0).InnerTextAsync()).ShouldContain("2019-10-21 09:01:00");
        (await window.Page.GetByText("较早的记录").IsDisabledAsync()).ShouldBeTrue();
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_is_away_is_named_and_the_others_are_shown()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"));
        await window.GoAsync("/auditor");

        await window.Page.Locator("#audit-actor").FillAsync("broken");
        await window.Page.Locator("main form button[type=submit]").ClickAsync();

        await window.Page.GetByText("补贴的记录未能显示").WaitForAsync();
        await window.Page.WaitForFunctionAsync("() => document.querySelectorAll('.entries tbody tr').length === 40");
    }

    [Fact]
    public async Task An_auditor_has_the_chains_walked()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"));
        await window.GoAsync("/auditor");

        await window.Page.GetByLabel("核对：参保登记").ClickAsync();
        await window.Page.GetByText("40 条记录全部完好").WaitForAsync();
        await window.Page.GetByLabel("核对：补贴").ClickAsync();
        await window.Page.GetByText("第 13 条断裂：内容被改动").WaitForAsync();
    }

    [Fact]
    public async Task An_identity_number_is_not_taken_for_a_person_id()
    {
        await using var window = await chromium.OpenAsync(Account.Of("auditor"));
        await window.GoAsync("/auditor");

        await window.Page.Locator("#audit-person").FillAsync("371003196001011234");
        await window.Page.Locator("main form button[type=submit]").ClickAsync();

        await window.Page.GetByText("人员编号格式有误").WaitForAsync();
    }
}
