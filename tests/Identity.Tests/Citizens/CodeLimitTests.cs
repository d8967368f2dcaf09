using System.Net;

namespace Wenden.Identity.Tests.Citizens;

/// <summary>How many one-time codes there are in an hour.</summary>
public sealed class CodeLimitTests(IdentityHall hall)
{
    [Fact]
    public async Task A_person_gets_five_codes_an_hour_wherever_they_ask()
    {
        var (citizen, stranger) = (hall.Insure(), hall.Insure() with { Card = "1" });

        foreach (var asker in new[] { citizen, stranger })
        {
            var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            {
                using var browser = new Browser(hall);
                return await browser.AskAsync(asker);
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

        (await browser.AskAsync(hall.Insure())).Path.ShouldBe("/identity/citizen-code");
        (await browser.AskAsync(hall.Insure())).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }
}
