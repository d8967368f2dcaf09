using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The board in the hall, with a voice that says what it was told and takes a moment for it.</summary>
public sealed class BoardTests(Chromium chromium)
{
    private const string Voice =
        """
        window.said = [];
        let isSpeaking = false;
        Object.defineProperty(window, 'speechSynthesis', { value: {
          getVoices: () => [{ lang: 'zh-CN', localService: true, name: 'voice' }, { lang: 'en-US', localService: true, name: 'voice' }],
          speak: utterance => {
            window.said.push(isSpeaking ? `over another: ${utterance.text}` : utterance.text);
            isSpeaking = true;
            setTimeout(() => { isSpeaking = false; utterance.onend(); }, 300);
          },
        } });
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        """;

    [Fact]
    public async Task Calls_are_said_one_after_the_other_and_reported_once()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using var board = await HangAsync(site, chromium.Hall.First);
        foreach (var _ in Enumerable.Range(0, 3))
            await chromium.Queue.TakeAsync(site, items: "item-1");

        var (teller, _) = await chromium.Queue.ServeAsync(site, 3, starts: false);
        await chromium.Queue.ServeAsync(site, 1, starts: false);
        await chromium.Queue.ServeAsync(site, 2, starts: false);
        await SaidAsync(board.Page, "请A零零一号到三号窗口", "请A零零二号到一号窗口", "请A零零三号到二号窗口");

        (await board.Page.Locator(".board-calls li").First.InnerTextAsync()).ShouldContain("A003");
        (await board.Page.Locator(".board-calls li.fresh").CountAsync()).ShouldBeGreaterThan(0);
        await ReportedAsync(site, 3);
        (await board.Page.InnerTextAsync("body")).ShouldNotContain(teller.Name);
        board.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_board_whose_line_was_cut_says_what_came_meanwhile_and_nothing_twice()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using var line = new Line(chromium.Hall.Second.Port);
        await using var board = await HangAsync(site, new Uri($"http://localhost:{line.Port}"));
        foreach (var _ in Enumerable.Range(0, 3))
            await chromium.Queue.TakeAsync(site);
        await chromium.Queue.ServeAsync(site, 1, starts: false);
        await SaidAsync(board.Page, "请A零零一号到一号窗口");

        line.Cut();
        await chromium.Queue.ServeAsync(site, 2, starts: false);
        await chromium.Queue.ServeAsync(site, 3, starts: false);
        await Task.Delay(1000);
        line.Mend();

        await SaidAsync(board.Page, "请A零零一号到一号窗口", "请A零零二号到二号窗口", "请A零零三号到三号窗口");
        await ReportedAsync(site, 3);
    }

    [Fact]
    public async Task A_board_that_hears_nothing_greys_out_says_so_and_comes_back()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using var line = new Line(chromium.Hall.Second.Port);
        await using var board = await HangAsync(site, new Uri($"http://localhost:{line.Port}"));

        line.Cut();
        await board.Page.Locator(".hall-board.stale").WaitForAsync(new() { Timeout = 40_000 });
        (await board.Page.Locator(".board-stale").InnerTextAsync()).ShouldContain("连接中断");
        await LookTests.ShouldBeAccessibleAsync(board.Page, "stale");
        await LookTests.LookAsync(board.Page, "hall-board-stale", "zh", Size.Wall);

        line.Mend();
        await board.Page.Locator(".hall-board:not(.stale)").WaitForAsync(new() { Timeout = 20_000 });
    }

    [Fact]
    public async Task English_follows_where_the_board_is_asked_for_it()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await using var board = await HangAsync(site, chromium.Hall.First, "?english=1");
        await chromium.Queue.TakeAsync(site);

        await chromium.Queue.ServeAsync(site, 1, starts: false);

        await SaidAsync(board.Page, "请A零零一号到一号窗口", "Number A 0 0 1, please go to window 1");
    }

    [Fact]
    public async Task The_managers_message_and_the_lines_are_shown()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site);
        await using var board = await HangAsync(site, chromium.Hall.First);
        await using var manager = await chromium.OpenAsync(Account.Of("site-manager", site));
        await manager.GoAsync("/site-manager");

        await manager.Page.Locator("#board-message").FillAsync("下午三点全体培训");
        await manager.Page.Keyboard.PressAsync("Enter");

        await board.Page.GetByText("下午三点全体培训").WaitForAsync();
        (await board.Page.Locator(".board-waiting").InnerTextAsync()).ShouldContain("1 人");
    }

    // Signed in at the first portal, whose address the identity service knows.
    private async Task<Window> HangAsync(string site, Uri portal, string query = "")
    {
        var window = await chromium.OpenAsync(new Account("board", $"board-{Guid.CreateVersion7():N}", site), Size.Wall);
        await window.Page.AddInitScriptAsync(Voice);
        await window.GoAsync("/board");
        await window.GoAsync(new Uri(portal, $"/board{query}").AbsoluteUri);
        await window.Page.Locator(".board-waiting dd").First.WaitForAsync();
        return window;
    }

    private static async Task SaidAsync(IPage page, params string[] said)
    {
        await page.WaitForFunctionAsync("count => window.said.length >= count", said.Length, new() { Timeout = 20_000 });
        (await page.EvaluateAsync<string[]>("() => window.said")).ShouldBe(said);
    }

    private async Task ReportedAsync(string site, int count)
    {
        for (var tries = 0; await chromium.Queue.ScalarAsync<long>("select count(*) from announcements where site = @site and played_at is not null and delivered_at <= played_at", new { site }) < count; tries++)
        {
            tries.ShouldBeLessThan(100);
            await Task.Delay(100);
        }
    }
}
