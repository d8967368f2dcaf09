using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>The pages of the queue in the middle of a day, in both languages.</summary>
public sealed class HallLookTests(Chromium chromium)
{
    private static readonly string[] _languages = ["zh", "en"];

    [Fact]
    public async Task A_window_with_a_visitor_is_readable()
    {
        await using var window = await chromium.OpenAsync(chromium.Busy.Serving);
        foreach (var language in _languages)
        {
            await window.GoAsync($"/language/{language}?back=/teller");
            await LookAsync(window.Page, "hall-elsewhere", language, Size.Counter);
            await window.Page.Keyboard.PressAsync("o");
            await window.Page.Locator(".ticket.serving").WaitForAsync();
            await window.Page.Locator("#identity-number").FillAsync(WindowStandIn.IdentityNumber);
            await window.Page.Keyboard.PressAsync("Enter");
            await window.Page.Locator(".person").WaitForAsync();
            await window.Page.Locator("#now").FocusAsync();
            await LookAsync(window.Page, "hall-serving", language, Size.Counter, Size.Phone);
            await window.Page.Keyboard.PressAsync("y");
            await window.Page.Locator(".why table").First.WaitForAsync();
            await LookAsync(window.Page, "hall-why", language, Size.Counter);
        }
    }

    [Fact]
    public async Task A_person_file_is_readable()
    {
        await using var window = await chromium.OpenAsync(Account.Of("teller"));
        foreach (var language in _languages)
        {
            await window.GoAsync($"/language/{language}?back=" + Uri.EscapeDataString($"/teller/persons/{Guid.CreateVersion7()}?ticket={Guid.CreateVersion7()}"));
            await window.Page.GetByText("王春梅").WaitForAsync();
            await LookAsync(window.Page, "hall-person", language, Size.Counter);
        }
    }

    [Fact]
    public async Task A_manager_sees_the_day()
    {
        await using var window = await chromium.OpenAsync(Account.Of("site-manager"));
        foreach (var language in _languages)
        {
            await window.GoAsync($"/language/{language}?back=/site-manager");
            await LookAsync(window.Page, "hall-manager", language, Size.Counter, Size.Phone);
            await window.GoAsync("/statistics?from=2019-10-18&to=2019-10-18");
            await window.Page.Locator(".chart").WaitForAsync();
            await LookAsync(window.Page, "hall-statistics", language, Size.Counter, Size.Phone);
            await window.Page.Locator(".chart").ScrollIntoViewIfNeededAsync();
            await LookAsync(window.Page, "hall-chart", language, Size.Counter, Size.Phone);
        }
    }

    [Fact]
    public async Task A_board_is_readable_across_the_hall()
    {
        await using var window = await chromium.OpenAsync(new Account("board", "board-look", "wendeng-hall"), Size.Wall);
        foreach (var language in _languages)
        {
            await window.GoAsync($"/language/{language}?back=/board");
            await window.Page.Locator(".board-calls li").First.WaitForAsync();
            await LookAsync(window.Page, "hall-board", language, Size.Wall, Size.Counter);
        }
    }

    [Fact]
    public async Task A_phone_shows_each_state_of_a_visit()
    {
        await using var window = await chromium.OpenAsync(null, Size.Phone);
        foreach (var language in _languages)
        {
            foreach (var (name, address) in new[]
            {
                ("waiting", chromium.Busy.Waiting), ("leaving", $"{chromium.Busy.Waiting}?leaving=true"), ("called", chromium.Busy.Called), ("missed", chromium.Busy.Missed), ("unknown", new string('x', 22)),
            })
            {
                await window.GoAsync($"/language/{language}?back={Uri.EscapeDataString($"/v/{address}")}");
                await LookAsync(window.Page, $"hall-phone-{name}", language, Size.Phone);
            }
        }
    }

    private static async Task LookAsync(IPage page, string name, string language, params Size[] sizes)
    {
        foreach (var size in sizes)
        {
            await LookTests.LookAsync(page, name, language, size);
            await LookTests.ShouldBeAccessibleAsync(page, name);
        }

        await page.SetViewportSizeAsync(sizes[0].Width, sizes[0].Height);
    }
}
