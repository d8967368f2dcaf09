using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

public sealed class KeyboardTests(Chromium chromium)
{
    // As if the page had just come up: the next tab stop is the first.
    private const string FromTheTop = "() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); }";

    [Fact]
    public async Task A_teller_opens_the_list_of_shortcuts_and_finds_an_item_without_a_mouse()
    {
        await using var window = await chromium.OpenAsync(Account.Of("teller", await chromium.Queue.OpenSiteAsync()));
        await window.GoAsync("/teller");
        var keyboard = window.Page.Keyboard;
        await keyboard.PressAsync("1");
        await window.Page.Locator("#item-search").WaitForAsync();

        await keyboard.PressAsync("?");
        (await window.Page.Locator("#shortcuts").IsVisibleAsync()).ShouldBeTrue();
        await keyboard.PressAsync("Escape");
        (await window.Page.Locator("#shortcuts").IsVisibleAsync()).ShouldBeFalse();

        await keyboard.PressAsync("/");
        await keyboard.InsertTextAsync("补贴");
        await window.Page.GetByText("就业困难人员灵活就业社会保险补贴申领").WaitForAsync();
        await keyboard.PressAsync("Escape");
        await keyboard.PressAsync("w");
        (await window.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("waiting");
    }

    [Fact]
    public async Task The_first_tab_stop_skips_to_the_content()
    {
        await using var window = await chromium.OpenAsync(Account.Of("reviewer"));
        await window.GoAsync("/reviewer");
        await window.Page.EvaluateAsync(FromTheTop);

        await window.Page.Keyboard.PressAsync("Tab");
        (await window.Page.EvaluateAsync<string>("() => document.activeElement.className")).ShouldBe("skip");
        await window.Page.Keyboard.PressAsync("Enter");

        (await window.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("content");
    }

    [Fact]
    public async Task Every_control_can_be_reached_and_is_seen_to_be_focused()
    {
        await using var window = await chromium.OpenAsync(Account.Of("teller"));
        await window.GoAsync("/teller");
        var controls = await window.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('a, button, input, select')].filter(e => e.checkVisibility() && e.type !== 'hidden').length");
        await window.Page.EvaluateAsync(FromTheTop);

        var reached = new HashSet<string>();
        for (var i = 0; i < controls + 5; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            var (outline, element) = (
                await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"),
                await window.Page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)"));
            if (element.StartsWith("<body"))
                continue;
            outline.ShouldNotBe("none", element);
            reached.Add(element);
        }

        reached.Count.ShouldBeGreaterThanOrEqualTo(controls);
    }
}
