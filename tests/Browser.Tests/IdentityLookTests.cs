using Microsoft.AspNetCore.WebUtilities;
using Wenden.Identity.Tests;

namespace Wenden.Browser.Tests;

/// <summary>Identity's own pages, as browsers show them: readable for everybody, in both languages.</summary>
public sealed class IdentityLookTests : IClassFixture<IdentityHall>, IAsyncDisposable
{
    private static readonly Size[] _desksAndPhones = [Size.Counter, Size.Phone];

    private static readonly string[] _languages = ["en", "zh"];

    private readonly Chromium _chromium;
    private readonly IdentityHall _hall;
    private readonly IAsyncDisposable _identity;
    private readonly string _address;

    public IdentityLookTests(Chromium chromium, IdentityHall hall)
    {
        (_chromium, _hall) = (chromium, hall);
        var identity = hall.Replica();
        identity.UseKestrel(0);
        identity.StartServer();
        (_identity, _address) = (identity, identity.ClientOptions.BaseAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData("sign-in")]
    [InlineData("citizen")]
    [InlineData("signed-out")]
    [InlineData("error?code=form")]
    public async Task A_page_for_anybody_is_readable_everywhere(string path)
    {
        await using var window = await _chromium.OpenAsync(account: null);
        await window.GoAsync(_address + path);

        await LookAsync(window, path.Split('?')[0], Size.All);
    }

    [Fact]
    public async Task Each_step_of_staff_is_readable()
    {
        await using var approver = await _chromium.OpenAsync(account: null);
        var enrolled = await _hall.HireAsync("approver", isEnrolled: true);
        await approver.GoAsync(_address + "sign-in");
        await LookAtAnswerAsync(approver, "sign-in-wrong", () => FillInAsync(approver, ("name", enrolled.Name), ("password", "not-the-password")));
        await SignInAsync(approver, enrolled);
        await LookAsync(approver, "second-factor", _desksAndPhones);
        await LookAtAnswerAsync(approver, "second-factor-wrong", () => FillInAsync(approver, ("code", "000000")));

        await using var beginner = await _chromium.OpenAsync(account: null);
        await SignInAsync(beginner, await _hall.HireAsync("approver"));
        await LookAsync(beginner, "enrol", _desksAndPhones);
        await LookAtAnswerAsync(beginner, "enrol-wrong", () => FillInAsync(beginner, ("code", "000000")));

        await using var forgetful = await _chromium.OpenAsync(account: null);
        await SignInAsync(forgetful, await _hall.HireAsync(mustChange: true));
        await LookAsync(forgetful, "password", _desksAndPhones);
    }

    [Fact]
    public async Task Each_step_of_a_citizen_is_readable()
    {
        var citizen = _hall.Insure();
        await using var window = await _chromium.OpenAsync(account: null);
        await window.GoAsync(_address + "citizen");
        await LookAtAnswerAsync(window, "citizen-wrong", () => FillInAsync(window, ("number", "123"), ("name", citizen.Name), ("card", citizen.Card)));

        await FillInAsync(window, ("number", citizen.IdNumber));
        await window.Page.Locator("#code").WaitForAsync();
        await LookAsync(window, "citizen-code", _desksAndPhones);
        await LookAtAnswerAsync(window, "citizen-code-wrong", () => FillInAsync(window, ("code", "000000")));
    }

    private async Task SignInAsync(Window window, Person person)
    {
        await window.GoAsync(_address + "sign-in");
        await FillInAsync(window, ("name", person.Name), ("password", People.Password));
        await window.Page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
    }

    private static async Task FillInAsync(Window window, params (string Id, string Text)[] fields)
    {
        foreach (var (id, text) in fields)
            await window.Page.FillAsync($"#{id}", text);
        await window.Page.ClickAsync("form button");
    }

    /// <summary>Looks at the page that is open; in Chinese last, so that what follows is Chinese.</summary>
    private static async Task LookAsync(Window window, string name, IReadOnlyList<Size> sizes)
    {
        var address = window.Page.Url;
        foreach (var language in _languages)
        {
            await GoAsync(window, address, language);
            await LookAtOneAsync(window, name, language, sizes);
        }
    }

    /// <summary>Looks at what a form answers; an answer is there once, so the form is sent in each language.</summary>
    private static async Task LookAtAnswerAsync(Window window, string name, Func<Task> send)
    {
        var address = window.Page.Url;
        foreach (var language in _languages)
        {
            await GoAsync(window, address, language);
            await send();
            await window.Page.Locator(".problem").WaitForAsync();
            await LookAtOneAsync(window, name, language, _desksAndPhones);
        }
    }

    private static async Task GoAsync(Window window, string address, string language)
    {
        await window.Page.SetViewportSizeAsync(Size.Counter.Width, Size.Counter.Height);
        await window.GoAsync(QueryHelpers.AddQueryString(address.Split("culture=")[0].TrimEnd('?', '&'), "culture", language));
    }

    private static async Task LookAtOneAsync(Window window, string name, string language, IReadOnlyList<Size> sizes)
    {
        (await window.Page.Locator("html").GetAttributeAsync("lang"))!.ShouldStartWith(language);
        await LookTests.ShouldBeAccessibleAsync(window.Page, language);
        foreach (var size in sizes)
        {
            await LookTests.LookAsync(window.Page, $"identity-{name}", language, size);
            if (size != Size.Phone)
                await ShouldShowItsButtonAsync(window, $"{name} in {language} at {size.Name}");
        }

        window.Complaints.ShouldBeEmpty();
    }

    private static async Task ShouldShowItsButtonAsync(Window window, string what)
    {
        var below = await window.Page.EvaluateAsync<bool>("() => [...document.querySelectorAll('form button')].some(button => button.getBoundingClientRect().bottom > window.innerHeight)");
        below.ShouldBeFalse($"the button of {what} is seen only by scrolling");
    }

    public ValueTask DisposeAsync() => _identity.DisposeAsync();
}
