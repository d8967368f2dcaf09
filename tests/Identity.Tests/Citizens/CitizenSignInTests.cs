using System.Net;
using System.Text.Json;

namespace Wenden.Identity.Tests.Citizens;

public sealed class CitizenSignInTests(IdentityHall hall)
{
    [Fact]
    public async Task A_citizen_signs_in_with_three_facts_and_a_code()
    {
        var citizen = hall.Insure();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);

        var asked = await browser.AskAsync(citizen, portal);
        var back = await browser.SubmitAsync(asked, ("Code", await hall.CodeOfAsync(citizen)));
        var claims = TokenRequests.ClaimsOf((await portal.RedeemAsync(back)).GetProperty("access_token").GetString()!);

        asked.Path.ShouldBe("/identity/citizen-code");
        claims.Texts("role").ShouldBe(["citizen"]);
        claims.GetProperty("person").GetString().ShouldBe($"{citizen.PersonId}");
        claims.GetProperty("sub").GetString().ShouldBe($"{await hall.ScalarAsync<Guid>("select id from accounts where person_id = @PersonId", citizen)}");
    }

    [Fact]
    public async Task The_same_citizen_has_the_same_account_next_time()
    {
        var citizen = hall.Insure();
        for (var i = 0; i < 2; i++)
        {
            using var browser = new Browser(hall);
            await browser.SubmitAsync(await browser.AskAsync(citizen), ("Code", await hall.CodeOfAsync(citizen)));
        }

        (await hall.ScalarAsync<long>("select count(*) from accounts where person_id = @PersonId", citizen)).ShouldBe(1);
    }

    [Theory]
    [InlineData("123", "张三", "1")]
    [InlineData("", "张三", "1")]
    [InlineData(null, "", "1")]
    [InlineData(null, "张三", "")]
    public async Task What_is_plainly_wrong_is_said(string? number, string name, string card)
    {
        using var browser = new Browser(hall);

        var shown = await browser.AskAsync(new Insured(Guid.Empty, number ?? InsuredPeople.IdNumber(), name, card, ""));

        (shown.Path, shown.Problem is not null).ShouldBe(("/identity/citizen", true));
    }

    [Fact]
    public async Task Without_the_registry_the_page_asks_for_patience()
    {
        await using var alone = await IdentityHall.OfItsOwnAsync(null);
        await alone.Registry.DisposeAsync();
        using var browser = new Browser(alone);

        (await browser.AskAsync(alone.Insure())).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task The_operator_of_the_sample_hall_reads_the_codes()
    {
        var citizen = hall.Insure();
        using var browser = new Browser(hall);
        await browser.AskAsync(citizen);
        var code = await hall.CodeOfAsync(citizen);
        using var @operator = hall.Second.With(await hall.First.SampleAsync("operator"));
        using var teller = hall.Second.With(await hall.First.SampleAsync("teller"));

        using var seen = await @operator.GetAsync(new Uri("/codes", UriKind.Relative));
        using var refused = await teller.GetAsync(new Uri("/codes", UriKind.Relative));

        (await seen.ReadAsync<JsonElement>()).EnumerateArray()
            .ShouldContain(sent => sent.GetProperty("phone").GetString() == citizen.Phone && sent.GetProperty("code").GetString() == code);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
