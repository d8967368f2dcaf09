using System.Net;

namespace Wenden.Identity.Tests.SignIn;

/// <summary>How many wrong passwords may come from one address.</summary>
public sealed class AddressLimitTests(IdentityHall hall)
{
    [Fact]
    public async Task After_sixty_wrong_passwords_an_address_waits_whatever_it_tries()
    {
        const string Address = "198.51.100.60";
        var teller = await hall.HireAsync();
        await FillAsync(Address, 59);
        using var browser = new Browser(hall, Address);
        using var elsewhere = new Browser(hall, "198.51.100.61");

        var last = await browser.SignInAsync(new PortalClient(hall), teller, "not-the-password-1");
        var right = await browser.SignInAsync(new PortalClient(hall), teller);
        var unknown = await browser.SignInAsync(new PortalClient(hall), teller with { Name = "nobody-at-all" });
        var other = await elsewhere.SignInAsync(new PortalClient(hall), teller);

        last.Status.ShouldBe(HttpStatusCode.OK);
        (right.Status, unknown.Status).ShouldBe((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests));
        right.Problem.ShouldNotBe(last.Problem);
        unknown.Problem.ShouldBe(right.Problem);
        other["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task What_an_address_waits_for_is_no_try_at_an_account()
    {
        const string Address = "198.51.100.62";
        var teller = await hall.HireAsync();
        await FillAsync(Address, 60);
        using var browser = new Browser(hall, Address);

        for (var i = 0; i < 5; i++)
            await browser.SignInAsync(new PortalClient(hall), teller, "not-the-password-1");

        (await hall.ScalarAsync<int>("select access_failed_count from accounts where id = @Id", new { teller.Id })).ShouldBe(0);
        (await hall.ScalarAsync<bool>("select lockout_end is null from accounts where id = @Id", new { teller.Id })).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_guesses_at_once_are_no_more_than_the_limit()
    {
        const string Address = "198.51.100.63";
        await FillAsync(Address, 55);

        var pages = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            using var browser = new Browser(hall, Address);
            return await browser.SubmitAsync(await browser.OpenAsync("sign-in"), ("Name", $"guess-{i}"), ("Password", "a-wrong-password-1"));
        }));

        pages.Count(page => page.Status == HttpStatusCode.OK).ShouldBe(5);
        pages.Count(page => page.Status == HttpStatusCode.TooManyRequests).ShouldBe(7);
    }

    [Fact]
    public async Task A_hall_full_of_right_passwords_is_not_counted()
    {
        const string Address = "198.51.100.64";
        var (teller, approver) = (await hall.HireAsync(), await hall.HireAsync("approver", isEnrolled: true));
        await FillAsync(Address, 59);

        for (var i = 0; i < 3; i++)
        {
            foreach (var person in new[] { teller, approver })
            {
                using var browser = new Browser(hall, Address);
                (await browser.SignInAsync(new PortalClient(hall), person)).Problem.ShouldBeNull();
            }
        }

        (await hall.ScalarAsync<long>("select count(*) from sign_in_tries where address = @Address", new { Address })).ShouldBe(59);
    }

    [Fact]
    public async Task Tries_of_an_hour_ago_count_no_more()
    {
        const string Address = "198.51.100.65";
        await FillAsync(Address, 60, minutesAgo: 61);
        using var browser = new Browser(hall, Address);

        (await browser.SignInAsync(new PortalClient(hall), await hall.HireAsync()))["code"].ShouldNotBeNull();
    }

    private Task<int?> FillAsync(string address, int tries, int minutesAgo = 0) => hall.ScalarAsync<int?>(
        "insert into sign_in_tries (address, tried_at) select @address, now() - make_interval(mins => @minutesAgo) from generate_series(1, @tries)",
        new { address, tries, minutesAgo });
}
