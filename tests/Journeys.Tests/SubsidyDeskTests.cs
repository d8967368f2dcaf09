using Dapper;
using Microsoft.Playwright;
using Npgsql;
using Wenden.Contracts.Identity;
using Wenden.Demo;
using Wenden.Fixture;

namespace Wenden.Journeys.Tests;

/// <summary>A subsidy through the pages of the running hall: each of the four people at the own desk, the operator for the budget, and the bank.</summary>
[Collection(DayTests.Window3)]
public sealed class SubsidyDeskTests(RunningHall running)
{
    private const string Item = "subsidy-4050";

    [Fact]
    public async Task Four_people_bring_a_subsidy_to_the_bank_each_at_the_own_desk()
    {
        var ct = TestContext.Current.CancellationToken;
        using var hall = new HallClient(running.Hall.Portal);
        var visit = new Visit(hall, "Four desks", TextWriter.Null);
        var (cast, desk) = (new Cast(), new Desk(visit));
        await visit.ImportAsync(cast.ToNdjson(), ct);
        var ticket = await desk.TakeNumberAsync([Item], ct);
        var caseId = await desk.OpenSignAcceptAsync(ticket, cast.Daughter, [Item], ct);
        await desk.FinishAsync(ticket, ct);
        var application = (await visit.WaitAsync(
            Desk.Reviewer, "subsidy", $"/sites/{Desk.Site}/applications/by-case/{caseId}", seen => Desk.Text(seen, "state") == "first-review", _ => "", ct))
            .GetProperty("id").GetGuid();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumProgram.Path, Args = ChromiumProgram.Arguments });

        await AgreeAsync(await AtDeskAsync(browser, "reviewer"), "reviewer", application, "等待复核");
        var approver = await AtDeskAsync(browser, "approver");
        await AgreeAsync(approver, "approver", application, "已核准");
        await approver.GotoAsync("/approver");
        await approver.GetByText("发布公示").ClickAsync();
        await approver.Locator(".confirm .alarm").ClickAsync();
        await approver.GetByText("已公示").WaitForAsync();
        await BudgetAsync(await AtDeskAsync(browser, "operator"));
        var payer = await AtDeskAsync(browser, "payer");
        await payer.Locator("[aria-label=可放行] tbody tr", new() { HasText = "公示期未满" }).First.WaitForAsync();
        await EndNoticesAsync();
        var paid = await PayAsync(payer);

        paid.ShouldContain("已结清");
        var own = await visit.WaitAsync(
            Desk.Teller, "subsidy", $"/sites/{Desk.Site}/applications/{application}",
            seen => seen.GetProperty("history").EnumerateArray().Any(step => Desk.Text(step, "what") == "paid"), _ => "", ct);
        own.GetProperty("history").EnumerateArray().Select(step => Desk.Text(step, "by")).Distinct()
            .ShouldBe([Desk.Teller.Name, "system", "r001", "a001", "p001"], ignoreOrder: true);
    }

    private async Task<IPage> AtDeskAsync(IBrowser browser, string role)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = running.Hall.Portal.AbsoluteUri, Locale = "zh-CN", ViewportSize = new() { Width = 1920, Height = 1080 },
        });
        // A cold hall on a busy machine takes its time for its first pages.
        context.SetDefaultTimeout(90_000);
        var page = await context.NewPageAsync();
        await SignInTests.SignInAsync(page, SampleHall.Accounts.First(account => account.Role == role));
        await page.WaitForURLAsync($"**/{role}");
        return page;
    }

    private static async Task AgreeAsync(IPage page, string role, Guid application, string then)
    {
        await page.GotoAsync($"/{role}/applications/{Desk.Site}/{application}");
        await page.Locator(".review-actions [data-key=a]:enabled").ClickAsync();
        await page.Locator(".review-actions input:focus").WaitForAsync();
        await page.Keyboard.InsertTextAsync("数据一致");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".said", new() { HasText = then }).WaitForAsync();
    }

    private static async Task BudgetAsync(IPage page)
    {
        await page.GotoAsync("/operator/subsidy");
        await page.GetByLabel("预算（元）").FillAsync("2000000");
        await page.GetByLabel("依据（文号）").FillAsync("鲁财社〔2019〕1号");
        await page.GetByText("保存预算").ClickAsync();
        await page.GetByText("预算已改为 2,000,000 元").WaitForAsync();
    }

    /// <summary>The days of the notices go by.</summary>
    private async Task EndNoticesAsync()
    {
        await using var connection = new NpgsqlConnection(running.Hall.Databases["subsidydb"].ConnectionString);
        await connection.ExecuteAsync("update notices set ends_on = '2019-10-20'");
    }

    private static async Task<string> PayAsync(IPage page)
    {
        await page.ReloadAsync();
        await page.Locator("[aria-label=可放行] tbody tr .choose:enabled").First.WaitForAsync();
        await page.Locator("[data-key=s]:enabled").First.ClickAsync();
        await ConfirmAsync(page, "r", "完成 ");
        await ConfirmAsync(page, "m", "已生成");
        await page.Locator("a", new() { HasTextRegex = new("第 \\d+ 批") }).First.ClickAsync();
        var file = Convert.FromBase64String(await page.EvaluateAsync<string>(
            """
            async link => {
                const bytes = new Uint8Array(await (await fetch(link)).arrayBuffer());
                return btoa(String.fromCharCode(...bytes));
            }
            """,
            await page.Locator("a[download]").First.GetAttributeAsync("href")));
        await ConfirmAsync(page, "m", "已标记送银行");
        await page.Locator("#bank-answer").SetInputFilesAsync(new FilePayload { Name = "answer.csv", MimeType = "text/csv", Buffer = SubsidyTests.Answer(file) });
        await page.Locator("form.ask button[type=submit]:enabled").ClickAsync();
        await page.GetByText("到账").First.WaitForAsync();
        await page.Locator(".state.settled").WaitForAsync();
        return await page.InnerTextAsync("main");
    }

    private static async Task ConfirmAsync(IPage page, string key, string said)
    {
        await page.Locator($"[data-key={key}]:enabled").ClickAsync();
        await page.Locator(".confirm .alarm").ClickAsync();
        await page.GetByText(said).First.WaitForAsync();
    }
}
