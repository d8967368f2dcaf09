namespace Wenden.Fixture;

/// <summary>The machine's Chromium, and how it is started: without a screen, and without everything around the page that nobody sees there.</summary>
public static class ChromiumProgram
{
    public const string Path = "/usr/bin/chromium";

    // Its own bars and buttons are web pages too, made anew for each window, and cost more than many a page of the hall.
    private static readonly string[] _bars =
    [
        "InitialWebUI", "PreloadTopChromeWebUI", "PreloadTopChromeWebUILessNavigations", "SpareRendererForSitePerProcess", "WebUIBackForwardButton", "WebUIHomeButton",
        "WebUILocationBar", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxPopup", "WebUIReloadButton", "WebUISplitTabsButton", "WebUIToolbar",
    ];

    // What Playwright turns off; of two such lists Chromium reads the last.
    private static readonly string[] _playwrights =
    [
        "AimEnabled", "AutoDeElevate", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "BlockOriginHeaderModificationOnRedirect",
        "DestroyProfileOnBrowserClose", "DialMediaRouteProvider", "GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
        "OptimizationHints", "PaintHolding", "ThirdPartyStoragePartitioning", "Translate",
    ];

    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", $"--disable-features={string.Join(',', _bars.Concat(_playwrights))}",
    ];
}
