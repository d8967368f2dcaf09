using Microsoft.Playwright;
using Wenden.Browser.Tests;
using Wenden.Fixture;
using Wenden.Portal.Tests;
using Wenden.Portal.Tests.StandIns;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Wenden.Browser.Tests;

/// <summary>The machine's Chromium, before a portal of its own with a real queue.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] _arguments =
    [
        .. ChromiumProgram.Arguments,
        // A camera that shows a moving test picture, and is allowed without asking.
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Chromium()
    {
        Queue = new RealQueue(PortalHall.FreePort());
        Hall = new PortalHall { Queue = Queue.Address };
    }

    public PortalHall Hall { get; }

    public RealQueue Queue { get; }

    /// <summary>A site in the middle of a day, for all who only look.</summary>
    public BusySite Busy { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var hall = Hall.InitializeAsync().AsTask();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumProgram.Path, Args = _arguments });
        await hall;
        await Queue.StartAsync(Hall);
        await Queue.OpenSiteAsync(ServicesStandIn.EmptySite);
        await BusySite.RecordDayAsync(Queue, "wendeng-hall", new DateOnly(2019, 10, 18));
        Busy = await BusySite.FillAsync(Queue, "wendeng-hall");
    }

    /// <summary>A fresh browser window, signed in as <paramref name="account"/> wherever it goes.</summary>
    public async Task<Window> OpenAsync(Account? account, Size? size = null, bool withScripts = true, bool withServiceWorker = true)
    {
        size ??= Size.Counter;
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = "zh-CN", ViewportSize = new ViewportSize { Width = size.Width, Height = size.Height }, BaseURL = Hall.First.AbsoluteUri, ReducedMotion = ReducedMotion.Reduce, JavaScriptEnabled = withScripts,
            ServiceWorkers = withServiceWorker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
        });
        context.SetDefaultTimeout(60_000);
        if (account is not null)
            await context.AddCookiesAsync([new Cookie { Name = "sign-in-as", Value = account.ToString(), Domain = "localhost", Path = "/identity" }]);
        return new Window(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Hall.DisposeAsync();
        await Queue.DisposeAsync();
    }
}

/// <summary>Where the portal is looked at.</summary>
public sealed record Size(string Name, int Width, int Height)
{
    public static readonly Size Counter = new("counter", 1366, 768);
    public static readonly Size Desk = new("desk", 1920, 1080);
    public static readonly Size Kiosk = new("kiosk", 1080, 1920);
    public static readonly Size Wall = new("board", 3840, 2160);
    public static readonly Size Phone = new("phone", 390, 844);
    public static readonly Size SmallPhone = new("small-phone", 375, 812);
    public static readonly Size Desktop = new("desktop", 1920, 1080);

    public static readonly IReadOnlyList<Size> All = [Counter, Kiosk, Wall, Phone];
}

/// <summary>One window with its own cookies, which notes what the browser complains about.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, such as what the content-security policy has stopped.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Opens a page and waits until everything on it has been read.</summary>
    public async Task<IResponse> GoAsync(string address)
    {
        var answer = await Page.GotoAsync(address);
        await ReadyAsync();
        return answer!;
    }

    public async Task ReadyAsync()
    {
        await Page.Locator("main h1, h1").First.WaitForAsync();
        await Page.Locator(".loading").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
