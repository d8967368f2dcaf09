using Microsoft.Extensions.Time.Testing;

namespace Wenden.Identity.Tests.Citizens;

/// <summary>What a one-time code is good for.</summary>
public sealed class CodeTests(IdentityHall hall)
{
    [Fact]
    public async Task A_code_is_good_for_five_minutes()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = await IdentityHall.OfItsOwnAsync(clock);
        var (late, timely) = (own.Insure(), own.Insure());
        using var one = new Browser(own);
        using var other = new Browser(own);
        var (first, second) = (await one.AskAsync(late), await other.AskAsync(timely));
        var (code, inTime) = (await own.CodeOfAsync(late), await own.CodeOfAsync(timely));

        clock.Advance(TimeSpan.FromSeconds(299));
        var good = await other.SubmitAsync(second, ("Code", inTime));
        clock.Advance(TimeSpan.FromSeconds(2));
        var over = await one.SubmitAsync(first, ("Code", code));

        good.Problem.ShouldBeNull();
        over.Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_code_is_used_once()
    {
        var citizen = hall.Insure();
        using var browser = new Browser(hall);
        var asked = await browser.AskAsync(citizen);
        using var thief = browser.Copy();
        using var later = browser.Copy();
        var code = await hall.CodeOfAsync(citizen);

        var shown = await Task.WhenAll(browser.SubmitAsync(asked, ("Code", code)), thief.SubmitAsync(asked, ("Code", code)));

        shown.Count(each => each.Problem is null).ShouldBe(1);
        (await later.SubmitAsync(asked, ("Code", code))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task After_five_wrong_tries_the_right_code_is_wrong_too()
    {
        var citizen = hall.Insure();
        using var browser = new Browser(hall);
        var asked = await browser.AskAsync(citizen);
        var code = await hall.CodeOfAsync(citizen);
        for (var i = 0; i < 5; i++)
            await browser.SubmitAsync(asked, ("Code", code == "000000" ? "000001" : "000000"));

        (await browser.SubmitAsync(asked, ("Code", code))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_code_ends_the_one_before()
    {
        var citizen = hall.Insure();
        using var browser = new Browser(hall);
        var first = await browser.AskAsync(citizen);
        var former = await hall.CodeOfAsync(citizen);
        using var early = browser.Copy();
        await browser.AskAsync(citizen);

        (await early.SubmitAsync(first, ("Code", former))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task Codes_and_identity_numbers_are_not_in_the_table()
    {
        var citizen = hall.Insure();
        using var browser = new Browser(hall);
        await browser.AskAsync(citizen);
        var code = await hall.CodeOfAsync(citizen);

        var row = await hall.ScalarAsync<string>("select row_to_json(c)::text from citizen_codes c where person_id = @PersonId", citizen);

        row.ShouldNotContain(citizen.IdNumber);
        row.ShouldNotContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code))));
    }
}
