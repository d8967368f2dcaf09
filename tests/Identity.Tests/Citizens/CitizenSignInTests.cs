using System.Net;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Time.Testing;
using Wenden.Contracts;

namespace Wenden.Identity.Tests.Citizens;

public sealed class CitizenSignInTests(IdentityHall hall)
{
    private static int _count;

    [Fact]
    public async Task A_citizen_signs_in_with_three_facts_and_a_code()
    {
        var citizen = Insure(hall);
        var portal = new PortalClient(hall);
        using var browser = Fresh(hall);

        var asked = await AskAsync(browser, citizen, portal);
        var back = await browser.SubmitAsync(asked, ("Code", await CodeOfAsync(hall, citizen)));
        var claims = TokenRequests.ClaimsOf((await portal.RedeemAsync(back)).GetProperty("access_token").GetString()!);

        asked.Path.ShouldBe("/identity/citizen-code");
        claims.Texts("role").ShouldBe(["citizen"]);
        claims.GetProperty("person").GetString().ShouldBe($"{citizen.PersonId}");
        claims.GetProperty("sub").GetString().ShouldBe($"{await hall.ScalarAsync<Guid>("select id from accounts where person_id = @PersonId", citizen)}");
    }

    [Fact]
    public async Task The_same_citizen_has_the_same_account_next_time()
    {
        var citizen = Insure(hall);
        for (var i = 0; i < 2; i++)
        {
            using var browser = Fresh(hall);
            await browser.SubmitAsync(await AskAsync(browser, citizen), ("Code", await CodeOfAsync(hall, citizen)));
        }

        (await hall.ScalarAsync<long>("select count(*) from accounts where person_id = @PersonId", citizen)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_learns_whether_the_registry_knows_a_person()
    {
        var citizen = Insure(hall);
        using var right = Fresh(hall);
        var known = await AskAsync(right, citizen);
        Insured[] strangers = [citizen with { IdNumber = IdNumber() }, citizen with { Name = "别人" }, citizen with { Card = "1" }];

        foreach (var stranger in strangers)
        {
            using var browser = Fresh(hall);
            var shown = await AskAsync(browser, stranger);
            var guessed = await browser.SubmitAsync(shown, ("Code", "123456"));

            (shown.Status, shown.Path).ShouldBe((known.Status, known.Path));
            Words(shown).ShouldBe(Words(known));
            guessed.Problem.ShouldBe((await right.SubmitAsync(known, ("Code", "no code"))).Problem);
        }
    }

    [Fact]
    public async Task A_code_is_good_for_five_minutes()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var own = await IdentityHall.OfItsOwnAsync(clock);
        var (late, timely) = (Insure(own), Insure(own));
        using var one = Fresh(own);
        using var other = Fresh(own);
        var (first, second) = (await AskAsync(one, late), await AskAsync(other, timely));
        var (code, inTime) = (await CodeOfAsync(own, late), await CodeOfAsync(own, timely));

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
        var citizen = Insure(hall);
        using var browser = Fresh(hall);
        var asked = await AskAsync(browser, citizen);
        using var thief = browser.Copy();
        using var later = browser.Copy();
        var code = await CodeOfAsync(hall, citizen);

        var shown = await Task.WhenAll(browser.SubmitAsync(asked, ("Code", code)), thief.SubmitAsync(asked, ("Code", code)));

        shown.Count(each => each.Problem is null).ShouldBe(1);
        (await later.SubmitAsync(asked, ("Code", code))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task After_five_wrong_tries_the_right_code_is_wrong_too()
    {
        var citizen = Insure(hall);
        using var browser = Fresh(hall);
        var asked = await AskAsync(browser, citizen);
        var code = await CodeOfAsync(hall, citizen);
        for (var i = 0; i < 5; i++)
            await browser.SubmitAsync(asked, ("Code", code == "000000" ? "000001" : "000000"));

        (await browser.SubmitAsync(asked, ("Code", code))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_code_ends_the_one_before()
    {
        var citizen = Insure(hall);
        using var browser = Fresh(hall);
        var first = await AskAsync(browser, citizen);
        var former = await CodeOfAsync(hall, citizen);
        using var early = browser.Copy();
        await AskAsync(browser, citizen);

        (await early.SubmitAsync(first, ("Code", former))).Problem.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_person_gets_five_codes_an_hour_wherever_they_ask()
    {
        var (citizen, stranger) = (Insure(hall), Insure(hall) with { Card = "1" });

        foreach (var asker in new[] { citizen, stranger })
        {
            var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                using var browser = Fresh(hall);
                return await AskAsync(browser, asker);
            }));

            pages.Count(page => page.Path == "/identity/citizen-code").ShouldBe(5);
            pages.Count(page => page.Status == HttpStatusCode.TooManyRequests).ShouldBe(3);
        }
    }

    [Fact]
    public async Task An_address_gets_thirty_codes_an_hour_for_whomever()
    {
        const string Address = "198.51.100.77";
        await hall.ScalarAsync<int?>(
            """
            insert into citizen_codes (challenge_id, person_hash, address, created_at, expires_at, code_hash)
            select gen_random_uuid(), convert_to('p' || n, 'UTF8'), @Address, now(), now(), '' from generate_series(1, 29) as n
            """, new { Address });
        using var browser = new Browser(hall, Address);

        (await AskAsync(browser, Insure(hall))).Path.ShouldBe("/identity/citizen-code");
        (await AskAsync(browser, Insure(hall))).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Codes_and_identity_numbers_are_not_in_the_table()
    {
        var citizen = Insure(hall);
        using var browser = Fresh(hall);
        await AskAsync(browser, citizen);
        var code = await CodeOfAsync(hall, citizen);

        var row = await hall.ScalarAsync<string>("select row_to_json(c)::text from citizen_codes c where person_id = @PersonId", citizen);

        row.ShouldNotContain(citizen.IdNumber);
        row.ShouldNotContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code))));
    }

    [Theory]
    [InlineData("123", "张三", "1")]
    [InlineData("", "张三", "1")]
    [InlineData(null, "", "1")]
    [InlineData(null, "张三", "")]
    public async Task What_is_plainly_wrong_is_said(string? number, string name, string card)
    {
        using var browser = Fresh(hall);

        var shown = await AskAsync(browser, new Insured(Guid.Empty, number ?? IdNumber(), name, card, ""));

        (shown.Path, shown.Problem is not null).ShouldBe(("/identity/citizen", true));
    }

    [Fact]
    public async Task Without_the_registry_the_page_asks_for_patience()
    {
        await using var alone = await IdentityHall.OfItsOwnAsync(null);
        await alone.Registry.DisposeAsync();
        using var browser = Fresh(alone);

        (await AskAsync(browser, Insure(alone))).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task The_operator_of_the_sample_hall_reads_the_codes()
    {
        var citizen = Insure(hall);
        using var browser = Fresh(hall);
        await AskAsync(browser, citizen);
        var code = await CodeOfAsync(hall, citizen);
        using var @operator = hall.Second.With(await hall.First.SampleAsync("operator"));
        using var teller = hall.Second.With(await hall.First.SampleAsync("teller"));

        using var seen = await @operator.GetAsync(new Uri("/codes", UriKind.Relative));
        using var refused = await teller.GetAsync(new Uri("/codes", UriKind.Relative));

        (await seen.ReadAsync<JsonElement>()).EnumerateArray()
            .ShouldContain(sent => sent.GetProperty("phone").GetString() == citizen.Phone && sent.GetProperty("code").GetString() == code);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    internal static async Task<Shown> AskAsync(Browser browser, Insured citizen, PortalClient? portal = null)
    {
        var page = await browser.OpenAsync(portal?.AuthorizeAddress("&acr_values=citizen") ?? "citizen");
        page.Path.ShouldBe("/identity/citizen");
        return await browser.SubmitAsync(page, ("IdNumber", citizen.IdNumber), ("Name", citizen.Name), ("Card", citizen.Card));
    }

    internal static Insured Insure(IdentityHall hall)
    {
        var count = Interlocked.Increment(ref _count);
        var citizen = new Insured(Guid.CreateVersion7(), IdNumber(), "王小明", $"3710031{count:00000000}", $"138{count:00000000}");
        hall.Registry.People[citizen.IdNumber] = citizen;
        return citizen;
    }

    private static string IdNumber()
    {
        var digits = $"371003{new DateOnly(1960, 1, 1).AddDays(Interlocked.Increment(ref _count)):yyyyMMdd}123";
        return digits + IdentityNumber.CheckCharacter(digits);
    }

    /// <summary>A browser at an address of its own.</summary>
    private static Browser Fresh(IdentityHall hall) => new(hall, $"10.1.{Interlocked.Increment(ref _count) / 250}.{_count % 250}");

    private static async Task<string> CodeOfAsync(IdentityHall hall, Insured citizen)
    {
        await using var connection = await hall.Database.OpenConnectionAsync();
        for (var i = 0; i < 200; i++)
        {
            // As many codes as were asked for have arrived, so the newest is the last one asked for.
            if (await connection.ExecuteScalarAsync<string>(
                """
                select code from sample_codes
                 where phone = @Phone
                   and (select count(*) from sample_codes where phone = @Phone) = (select count(*) from citizen_codes where person_id = @PersonId)
                 order by code_id desc limit 1
                """, citizen) is { } code)
                return code;

            await Task.Delay(50);
        }

        throw new InvalidOperationException("No code came.");
    }

    private static string Words(Shown shown) => shown.Page!.QuerySelector("main")!.TextContent;
}
