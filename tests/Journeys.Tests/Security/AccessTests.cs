using System.Net;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Journeys.Tests.Security;

public sealed class AccessTests(RunningHall running)
{
    [Fact]
    public async Task Every_call_stands_in_the_table_of_the_security_page()
    {
        using var api = new HallApi(running);

        var calls = (await api.CallsAsync()).Select(call => call.ToString()).ToList();

        AccessTable.Read().Keys.ShouldBe(calls, ignoreOrder: true);
        AccessTable.Read().Values.SelectMany(roles => roles).Distinct().Except([.. Roles.All, AccessTable.Anybody]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_role_may_do_what_the_table_says_and_only_at_its_own_site()
    {
        using var api = new HallApi(running);
        var allowed = AccessTable.Read();
        var wrong = new List<string>();

        foreach (var call in await api.CallsAsync())
        {
            foreach (var role in Roles.All)
            {
                await ExpectAsync(call, role, HallApi.OwnSite, allowed[$"{call}"].Contains(role));
                if (call.IsOfSite)
                    await ExpectAsync(call, role, HallApi.OtherSite, may: false);
            }

            using var nobody = await api.SendAsync(call, role: null);
            if (nobody.StatusCode == HttpStatusCode.Unauthorized == allowed[$"{call}"].Contains(AccessTable.Anybody))
                wrong.Add($"{call} without a token: {(int)nobody.StatusCode}");
        }

        wrong.ShouldBeEmpty();

        async Task ExpectAsync(Call call, string role, string site, bool may)
        {
            using var answer = await api.SendAsync(call, role, site);
            var isOpen = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            if (isOpen != may || answer.StatusCode >= HttpStatusCode.InternalServerError)
                wrong.Add($"{call} as {role} at {site}: {(int)answer.StatusCode}");
        }
    }
}
