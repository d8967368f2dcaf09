using Microsoft.Playwright;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Browser.Tests;

/// <summary>Papers at the teller's desk, from a camera that Chromium makes up, and as files.</summary>
public sealed class MaterialTests(Chromium chromium)
{
    private const string SizeOfPicture = "() => { const { width, height } = document.querySelector('dialog.capture canvas'); return [width, height]; }";
    private const string Row = ".material-list li:has-text('失业证')";

    [Fact]
    public async Task A_paper_is_photographed_by_keys_alone()
    {
        await using var window = await WithCaseAsync();
        var (page, keys) = (window.Page, window.Page.Keyboard);
        (await page.Locator($"{Row} .material-state").InnerTextAsync()).ShouldBe("缺");
        (await page.Locator(".material-list li:has-text('居民身份证') .material-state").InnerTextAsync()).ShouldBe("数据已证明");
        await LookTests.ShouldBeAccessibleAsync(page, "materials");
        await page.Locator(".materials").ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(page, "state-materials", "zh", Size.Counter);
        await LookTests.LookAsync(page, "state-materials", "zh", Size.Phone);
        await page.SetViewportSizeAsync(Size.Counter.Width, Size.Counter.Height);

        await keys.PressAsync("g");
        // Two buttons of the identity card, then the camera of the certificate.
        for (var tab = 0; tab < 3; tab++)
            await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await ActAsync(page, "take");
        (await page.Locator("dialog.capture h2").InnerTextAsync()).ShouldBe("拍摄：失业证");
        await LookTests.ShouldBeAccessibleAsync(page, "camera");
        await LookTests.LookAsync(page, "state-camera", "zh", Size.Counter);
        await keys.PressAsync("Enter");
        await ActAsync(page, "send");
        // The made-up picture has no page in it.
        (await page.Locator("dialog.capture [data-part=said]").InnerTextAsync()).ShouldBe("没有找到纸边，保留整幅画面。");
        var before = await page.EvaluateAsync<int[]>(SizeOfPicture);
        await keys.PressAsync("Tab");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        (await page.EvaluateAsync<int[]>(SizeOfPicture)).ShouldBe([before[1], before[0]]);
        await LookTests.ShouldBeAccessibleAsync(page, "picture");
        await LookTests.LookAsync(page, "state-picture", "zh", Size.Counter);
        await LookTests.LookAsync(page, "state-picture", "zh", Size.Phone);
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Enter");

        await page.Locator($"{Row} .material-state.handed-in").WaitForAsync();
        (await page.Locator("dialog.capture").IsVisibleAsync()).ShouldBeFalse();
        (await page.EvaluateAsync<string>("() => document.activeElement.dataset.title")).ShouldBe("拍摄：失业证");
        (await page.EvaluateAsync<bool>("() => document.querySelector('dialog.capture video').srcObject === null")).ShouldBeTrue("the camera is off");
        var picture = await page.EvaluateAsync<string>("async link => (await fetch(link)).headers.get('content-type')", await page.Locator($"{Row} .material-file a").GetAttributeAsync("href"));
        picture.ShouldBe("image/jpeg");
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_uploaded_and_a_wrong_one_is_refused_with_its_reason()
    {
        await using var window = await WithCaseAsync();
        var page = window.Page;

        await UploadAsync(page, "letter.jpg", "GIF89a"u8.ToArray());
        await page.Locator(".materials .notice.error").WaitForAsync();
        (await page.Locator(".materials .notice.error").InnerTextAsync()).ShouldContain("只接收 JPEG、PNG 图片和 PDF 文件");
        await UploadAsync(page, "huge.pdf", new byte[(16 * 1024 * 1024) + 1]);
        await page.GetByText("文件超过 16 MB。").WaitForAsync();
        await UploadAsync(page, "scan.pdf", [0xFF, 0xD8, 0xFF, 0xE0]);

        await page.Locator($"{Row} .material-state.handed-in").WaitForAsync();
        (await page.Locator(".materials .said").InnerTextAsync()).ShouldBe("材料已提交。");
        (await page.Locator(".materials .notice.error").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_file_is_withdrawn()
    {
        await using var window = await WithCaseAsync();
        var row = window.Page.Locator(Row);
        await UploadAsync(window.Page, "scan.jpg", [0xFF, 0xD8, 0xFF, 0xE0]);
        await row.Locator(".material-state.handed-in").WaitForAsync();

        await row.GetByText("撤下").ClickAsync();
        await row.Locator(".confirm .alarm").ClickAsync();

        await row.Locator(".material-state.missing").WaitForAsync();
        (await row.Locator("a").CountAsync()).ShouldBe(0);
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_commitment_is_offered_and_taken_back()
    {
        await using var window = await WithCaseAsync();
        var (page, row) = (window.Page, window.Page.Locator(".material-list li:has-text('户口簿')"));

        await row.GetByText("告知承诺", new() { Exact = true }).ClickAsync();
        (await row.Locator(".question").InnerTextAsync()).ShouldContain("自愿");
        await LookTests.LookAsync(page, "state-commitment", "zh", Size.Counter);
        await row.Locator(".confirm .alarm").ClickAsync();
        await row.GetByText("承诺书待签名").WaitForAsync();
        await page.Locator(".one-case").GetByText("告知承诺书").WaitForAsync();
        await LookTests.ShouldBeAccessibleAsync(page, "commitment");
        await row.GetByText("撤回承诺").ClickAsync();
        await row.Locator(".confirm .alarm").ClickAsync();

        await row.Locator(".material-state.missing").WaitForAsync();
        await page.Locator(".one-case").GetByText("告知承诺书").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        window.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_handed_in_before_is_used_again()
    {
        await using var window = await WithCaseAsync();
        var row = window.Page.Locator(".material-list li:has-text('户口簿')");
        (await row.InnerTextAsync()).ShouldContain("2020-03-01");

        await row.GetByText("再次使用").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");

        await row.Locator(".material-state.handed-in").WaitForAsync();
        await window.Page.WaitForFunctionAsync("() => document.activeElement?.dataset.key === 'g'");
        window.Complaints.ShouldBeEmpty();
    }

    [Theory]
    // A page of 200 by 280 at 60, 20 on a table of 320 by 320, with some dust; the numbers are hundredths of the picture.
    [InlineData("#333", "#f4f1e8", 60, 20, 200, 280, "18 5 64 89")]
    [InlineData("#eee", "#7a8a55", 60, 20, 200, 280, "18 5 64 89")]
    // Fills the picture; is not there; is too little to be one.
    [InlineData("#333", "#f4f1e8", 0, 0, 320, 320, null)]
    [InlineData("#333", "#333", 60, 20, 200, 280, null)]
    [InlineData("#333", "#f4f1e8", 60, 20, 70, 70, null)]
    public async Task The_edges_of_a_page_are_found(string table, string paper, int x, int y, int width, int height, string? found)
    {
        await using var window = await WithCaseAsync();

        var page = await window.Page.EvaluateAsync<string?>(
            """
            async ([table, paper, x, y, width, height]) => {
              const script = performance.getEntriesByType('resource').map(entry => entry.name).find(name => /\/materials\.[^/]*js$/.test(name));
              const { findPage } = await import(script);
              const context = Object.assign(document.createElement('canvas'), { width: 320, height: 320 }).getContext('2d');
              context.fillStyle = table;
              context.fillRect(0, 0, 320, 320);
              context.fillStyle = paper;
              context.fillRect(x, y, width, height);
              for (let i = 0; i < 10; i++) context.fillRect(5 + 30 * i, 310, 2, 2);
              const page = findPage(context.getImageData(0, 0, 320, 320));
              return page && [page.x, page.y, page.width, page.height].map(share => Math.round(share * 100)).join(' ');
            }
            """, new object[] { table, paper, x, y, width, height });

        page.ShouldBe(found);
    }

    [Fact]
    public async Task A_case_is_accepted_without_what_is_brought_later()
    {
        await using var window = await WithCaseAsync();
        var page = window.Page;
        (await page.Locator(".lack").CountAsync()).ShouldBe(0, "nothing is signed yet");
        // The visitor signs meanwhile, and a key pressed while the page still reads does nothing.
        for (var look = 0; look < 50 && await page.Locator(".lack").CountAsync() == 0; look++)
        {
            await page.Keyboard.PressAsync("u");
            await page.WaitForTimeoutAsync(300);
        }

        (await page.Locator(".lack").CountAsync()).ShouldBe(1, "a main paper is not brought later");
        await page.Locator(".material-list li:has-text('户口簿') .lack input").CheckAsync();
        await LookTests.ShouldBeAccessibleAsync(page, "lacking");
        await page.Locator(".lack").ScrollIntoViewIfNeededAsync();
        await LookTests.LookAsync(page, "state-lacking", "zh", Size.Counter);
        await page.Keyboard.PressAsync("a");

        await page.GetByText("容缺：户口簿（2019-11-04 前补齐）").WaitForAsync();
        (await page.Locator(".lack").CountAsync()).ShouldBe(0);
        window.Complaints.ShouldBeEmpty();
    }

    private static async Task UploadAsync(IPage page, string name, byte[] content)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByLabel("上传：失业证").ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = name, MimeType = "image/jpeg", Buffer = content });
    }

    /// <summary>Waits until the keyboard is at that button of the camera's dialog.</summary>
    private static async Task ActAsync(IPage page, string act) => await page.WaitForFunctionAsync("act => document.activeElement?.dataset.act === act", act);

    /// <summary>A teller with a visitor whose case of one item is open.</summary>
    private async Task<Window> WithCaseAsync()
    {
        var site = await chromium.Queue.OpenSiteAsync();
        await chromium.Queue.TakeAsync(site, items: "item-1");
        var window = await chromium.OpenAsync(Account.Of("teller", site));
        await window.GoAsync("/teller");
        await window.Page.Locator("main section h2").First.WaitForAsync();
        foreach (var (pressed, next) in new[] { ("1", "n"), ("n", "s"), ("s", "f") })
        {
            await window.Page.Keyboard.PressAsync(pressed);
            await window.Page.WaitForFunctionAsync("key => document.activeElement?.dataset.key === key", next);
        }

        await window.Page.Keyboard.PressAsync("i");
        await window.Page.Keyboard.InsertTextAsync(WindowStandIn.IdentityNumber);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.WaitForFunctionAsync("key => document.activeElement?.dataset.key === key", "c");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".material-list li").First.WaitForAsync();
        await window.Page.GetByText("等待签名").First.WaitForAsync();
        return window;
    }
}
