using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wenden.Identity.Tests.Accounts;

public sealed class ListAccountsTests(IdentityHall hall)
{
    [Fact]
    public async Task Accounts_are_found_by_name_page_by_page()
    {
        using var @operator = await hall.OperatorAsync();

        var tellers = await @operator.GetFromJsonAsync<JsonElement>("/accounts?search=综合柜员0");
        var after = await @operator.GetFromJsonAsync<JsonElement>("/accounts?search=综合柜员0&after=t005");
        var citizens = await @operator.GetFromJsonAsync<JsonElement>("/accounts?kind=citizen&search=t00");
        using var wrong = await @operator.GetAsync(new Uri("/accounts?kind=dog", UriKind.Relative));

        tellers.EnumerateArray().Select(account => account.GetProperty("name").GetString()).ShouldBe([.. Enumerable.Range(1, 9).Select(n => $"t00{n}")]);
        after.GetArrayLength().ShouldBe(4);
        citizens.GetArrayLength().ShouldBe(0);
        await wrong.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "account.kind");
    }

    [Fact]
    public async Task Only_operators_manage_accounts_and_keys()
    {
        var id = Guid.CreateVersion7();
        string[] addresses = ["GET /accounts", $"GET /accounts/{id}", "POST /accounts", $"PUT /accounts/{id}/access", $"POST /accounts/{id}/disable", "GET /keys", "POST /keys/rotate", "GET /codes"];
        foreach (var role in new[] { "teller", "approver", "auditor", "site-manager", "citizen", "kiosk", "service", null })
        {
            using var client = hall.First.With(role is null ? null : await hall.Second.SampleAsync(role));
            foreach (var address in addresses.Select(each => each.Split(' ')))
            {
                using var request = new HttpRequestMessage(new HttpMethod(address[0]), address[1]) { Content = address[0] == "GET" ? null : JsonContent.Create(new { }) };
                using var answer = await client.SendAsync(request);
                answer.StatusCode.ShouldBe(role is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, $"{role} {address[0]} {address[1]}");
            }
        }
    }

    [Fact]
    public async Task Only_services_ask_who_is_stopped()
    {
        using var client = hall.First.With(await hall.Second.SampleAsync("operator"));

        (await client.GetAsync(new Uri("/stopped", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_names_himself_by_header()
    {
        using var client = hall.First.CreateClient();
        client.DefaultRequestHeaders.Add("X-Wenden-Caller", "role=operator; name=o001; site=*");

        (await client.GetAsync(new Uri("/accounts", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
