using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Wenden.Contracts.Identity;
using Wenden.Demo;
using Wenden.Fixture;

namespace Wenden.Journeys.Tests;

/// <summary>
/// Everybody comes in by the front door of the running hall: portal, identity's pages, the own desk and no other. Takes turns with others who sign in as
/// the same people: a code of an authenticator counts once.
/// </summary>
[Collection(DayTests.Window3)]
public sealed class SignInTests(RunningHall running)
{
    [Fact]
    public async Task Each_role_signs_in_and_finds_its_own_desk_and_no_other() => await BrowseAsync(async browser =>
    {
        foreach (var account in SampleHall.Accounts.DistinctBy(account => account.Role))
        {
            await using var context = await OpenAsync(browser);
            var page = await context.NewPageAsync();

            await SignInAsync(page, account);

            await ShouldBeAtAsync(page, account.Role);
            (await StatusAsync(page, account.Role == "teller" ? "/operator" : "/teller")).ShouldBe(403, account.Name);
        }
    });

    [Fact]
    public async Task A_citizen_signs_in_with_three_facts_and_the_code_of_the_hall() => await BrowseAsync(async browser =>
    {
        var citizen = new { Number = "371003197403129024", Name = "王春梅", Card = "3710030000000001", Phone = "13900000001" };
        using var hall = new HallClient(running.Hall.Portal);
        await InsureAsync(hall, citizen.Number, new { name = citizen.Name, phone = citizen.Phone, socialSecurityCard = citizen.Card });
        await using var context = await OpenAsync(browser);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/citizen");
        await page.FillAsync("#number", citizen.Number);
        await page.FillAsync("#name", citizen.Name);
        await page.FillAsync("#card", citizen.Card);
        await page.ClickAsync("form button");
        await page.FillAsync("#code", await CodeAsync(hall, page, citizen.Phone));
        await page.ClickAsync("form button");

        await ShouldBeAtAsync(page, "citizen");
        (await StatusAsync(page, "/teller")).ShouldBe(403);
    });

    [Fact]
    public async Task Kiosk_and_board_are_set_up_once_and_see_their_own_page_only() => await BrowseAsync(async browser =>
    {
        foreach (var (name, role) in SampleHall.Devices)
        {
            await using var context = await OpenAsync(browser);
            var page = await context.NewPageAsync();

            await page.GotoAsync("/device");
            await page.FillAsync("#device", name);
            await page.FillAsync("#secret", running.Hall.SecretOf(name));
            await page.ClickAsync("form[action='/device/sign-in'] button");

            await ShouldBeAtAsync(page, role);
            foreach (var other in new[] { role == "kiosk" ? "/board" : "/kiosk", "/teller", "/citizen" })
                (await StatusAsync(page, other)).ShouldBe(403, $"{name} at {other}");
            (await StatusAsync(page, $"/{role}")).ShouldBe(200, "it is not asked again");
        }
    });

    [Fact]
    public async Task A_device_with_a_wrong_secret_stays_outside() => await BrowseAsync(async browser =>
    {
        await using var context = await OpenAsync(browser);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/device");
        await page.FillAsync("#device", "kiosk-1");
        await page.FillAsync("#secret", running.Hall.SecretOf("board-1"));
        await page.ClickAsync("form[action='/device/sign-in'] button");
        await page.WaitForURLAsync("**/device?refused=true");
        await page.GotoAsync("/kiosk");

        new Uri(page.Url).AbsolutePath.ShouldBe("/identity/sign-in");
    });

    private static async Task BrowseAsync(Func<IBrowser, Task> visit)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = ChromiumProgram.Path, Args = ChromiumProgram.Arguments });
        await visit(browser);
    }

    private async Task<IBrowserContext> OpenAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = running.Hall.Portal.AbsoluteUri, Locale = "zh-CN" });
        // A cold hall on a busy machine takes its time for its first pages.
        context.SetDefaultTimeout(90_000);
        return context;
    }

    internal static async Task SignInAsync(IPage page, SampleAccount account)
    {
        await page.GotoAsync("/");
        await page.FillAsync("#name", account.Name);
        await page.FillAsync("#password", SampleHall.Password);
        await page.ClickAsync("form button");
        if (account.AuthenticatorSecret is not { } secret)
            return;
        await page.FillAsync("#code", Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()));
        await page.ClickAsync("form button");
    }

    private async Task ShouldBeAtAsync(IPage page, string desk)
    {
        await page.WaitForURLAsync(new Uri(running.Hall.Portal, desk == "kiosk" ? "kiosk/" : desk).AbsoluteUri);
        (await page.Locator("h1").First.InnerTextAsync()).ShouldNotBeNullOrWhiteSpace(desk);
    }

    private static async Task<int> StatusAsync(IPage page, string path) => (await page.GotoAsync(path))!.Status;

    private static async Task InsureAsync(HallClient hall, string number, object facts)
    {
        var line = JsonSerializer.Serialize(new { kind = "person", source = "社保卡系统", asOf = "2019-09-30", idNumber = number, facts });
        var imported = await new Visit(hall, "A citizen", TextWriter.Null).ImportAsync(line, CancellationToken.None);
        Visit.Sum(imported, "rejected").ShouldBe(0, $"{imported}");
    }

    /// <summary>What the operator of the sample hall reads out to whoever waits for a code.</summary>
    private static async Task<string> CodeAsync(HallClient hall, IPage page, string phone)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            using var answer = await hall.SendAsync(
                new Caller("operator", "o001", "*"), "", HttpMethod.Get, "/identity/codes", () => null, CancellationToken.None);
            var codes = await answer.Content.ReadFromJsonAsync<JsonElement[]>();
            if (codes!.FirstOrDefault(sent => sent.GetProperty("phone").GetString() == phone) is { ValueKind: JsonValueKind.Object } found)
                return found.GetProperty("code").GetString()!;
            await Task.Delay(100);
        }

        throw new TimeoutException($"No code came: {await page.InnerTextAsync("body")}");
    }
}
