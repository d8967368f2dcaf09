using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Contracts.Identity;

namespace Wenden.Identity.Tests.Accounts;

public sealed class AccountTests(IdentityHall hall)
{
    private static int _count;

    [Fact]
    public async Task A_new_account_signs_in_with_a_password_to_change()
    {
        var name = NewName();
        using var @operator = await OperatorAsync();

        using var created = await CreateAsync(@operator, new { name, fullName = "李四", roles = new[] { "teller" }, sites = new[] { "site-a" }, password = People.Password });
        using var browser = new Browser(hall);
        var asked = await browser.SignInAsync(new PortalClient(hall), new Person(Guid.Empty, name, People.Password, null));

        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await created.Content.ReadAsStringAsync()).ShouldNotContain("assword\":\"");
        asked.Path.ShouldBe("/identity/password");
    }

    [Fact]
    public async Task The_same_key_makes_one_account_and_the_same_name_none()
    {
        var body = new { name = NewName(), fullName = "李四", roles = new[] { "teller" }, sites = new[] { "site-a" }, password = People.Password };
        var key = $"{Guid.CreateVersion7()}";
        using var @operator = await OperatorAsync();

        using var first = await CreateAsync(@operator, body, key);
        using var again = await CreateAsync(@operator, body, key);
        using var other = await CreateAsync(@operator, body);

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await ShouldBeProblemAsync(other, HttpStatusCode.Conflict, "account.name-taken");
    }

    [Theory]
    [InlineData("X Y", "李四", "teller", "site-a", People.Password, "account.name")]
    [InlineData("", "李四", "teller", "site-a", People.Password, "account.name")]
    [InlineData("x-valid", " ", "teller", "site-a", People.Password, "account.full-name")]
    [InlineData("x-valid", "李\u0000四", "teller", "site-a", People.Password, "account.full-name")]
    [InlineData("x-valid", "李四", "emperor", "site-a", People.Password, "account.role")]
    [InlineData("x-valid", "李四", "citizen", "site-a", People.Password, "account.role")]
    [InlineData("x-valid", "李四", "service", "site-a", People.Password, "account.role")]
    [InlineData("x-valid", "李四", "teller", "Site A", People.Password, "account.site")]
    [InlineData("x-valid", "李四", "teller", "site-a", "short", "account.password")]
    public async Task What_breaks_a_rule_is_refused_with_the_reason(string name, string fullName, string role, string site, string password, string code)
    {
        using var @operator = await OperatorAsync();

        using var answer = await CreateAsync(@operator, new { name, fullName, roles = new[] { role }, sites = new[] { site }, password });

        await ShouldBeProblemAsync(answer, HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_shut_account_loses_its_session_and_is_listed_as_stopped()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await OperatorAsync();
        var before = TimeProvider.System.GetUtcNow();

        using var shut = await PostAsync(@operator, $"/accounts/{teller.Id}/disable");
        using var refreshed = await portal.TryRefreshAsync(tokens);
        var page = await browser.OpenAsync(portal.AuthorizeAddress());
        var anew = await browser.SubmitAsync(page, ("Name", teller.Name), ("Password", teller.Password));
        var stopped = await StoppedAsync();

        shut.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await refreshed.Content.ReadAsStringAsync()).ShouldContain("invalid_grant");
        page.Path.ShouldBe("/identity/sign-in");
        anew.Problem.ShouldNotBeNull();
        stopped.Single(each => each.Subject == $"{teller.Id}").Since.ShouldBeInRange(before.AddSeconds(-1), before.AddMinutes(1));
    }

    [Fact]
    public async Task An_opened_account_signs_in_again()
    {
        var teller = await hall.HireAsync();
        using var @operator = await OperatorAsync();
        (await PostAsync(@operator, $"/accounts/{teller.Id}/disable")).Dispose();
        (await PostAsync(@operator, $"/accounts/{teller.Id}/enable")).Dispose();
        using var browser = new Browser(hall);

        (await browser.SignInAsync(new PortalClient(hall), teller))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task An_operator_cannot_shut_or_promote_himself()
    {
        using var @operator = await OperatorAsync();
        var own = await hall.ScalarAsync<Guid>("select id from accounts where user_name = 'o001'");

        using var shut = await PostAsync(@operator, $"/accounts/{own}/disable");
        using var promoted = await @operator.PutAsJsonAsync($"/accounts/{own}/access", new { roles = new[] { "operator", "approver" }, sites = new[] { "*" } });

        await ShouldBeProblemAsync(shut, HttpStatusCode.Conflict, "account.self");
        await ShouldBeProblemAsync(promoted, HttpStatusCode.Conflict, "account.self");
    }

    [Fact]
    public async Task Other_roles_stand_in_the_next_token_and_earlier_ones_are_stopped()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await OperatorAsync();

        using var changed = await @operator.PutAsJsonAsync($"/accounts/{teller.Id}/access", new { roles = new[] { "reviewer" }, sites = new[] { "site-b" } });
        var claims = TokenRequests.ClaimsOf((await portal.RefreshAsync(tokens)).GetProperty("access_token").GetString()!);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        claims.Texts("role").ShouldBe(["reviewer"]);
        claims.Texts("site").ShouldBe(["site-b"]);
        (await StoppedAsync()).ShouldContain(each => each.Subject == $"{teller.Id}");
    }

    [Fact]
    public async Task A_role_with_second_factor_does_not_come_into_a_session_without()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await OperatorAsync();

        using var changed = await @operator.PutAsJsonAsync($"/accounts/{teller.Id}/access", new { roles = new[] { "approver" }, sites = new[] { "site-b" } });
        using var refreshed = await portal.TryRefreshAsync(tokens);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.SignInAsync(new PortalClient(hall), teller)).Path.ShouldBe("/identity/enrol");
    }

    [Fact]
    public async Task A_lost_authenticator_is_set_up_anew()
    {
        var payer = await hall.HireAsync("payer", isEnrolled: true);
        using var @operator = await OperatorAsync();

        (await PostAsync(@operator, $"/accounts/{payer.Id}/reset-second-factor")).Dispose();

        using var browser = new Browser(hall);
        (await browser.SignInAsync(new PortalClient(hall), payer)).Path.ShouldBe("/identity/enrol");
    }

    [Fact]
    public async Task A_locked_account_is_unlocked()
    {
        var teller = await hall.HireAsync();
        await hall.ScalarAsync<int?>("update accounts set lockout_end = now() + interval '1 hour' where id = @Id", new { teller.Id });
        using var @operator = await OperatorAsync();
        using var browser = new Browser(hall);

        var locked = await browser.SignInAsync(new PortalClient(hall), teller);
        (await PostAsync(@operator, $"/accounts/{teller.Id}/unlock")).Dispose();

        locked.Problem.ShouldNotBeNull();
        (await browser.SignInAsync(new PortalClient(hall), teller))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Signing_somebody_out_leaves_the_account_open()
    {
        var teller = await hall.HireAsync();
        var portal = new PortalClient(hall);
        using var browser = new Browser(hall);
        var tokens = await portal.RedeemAsync(await browser.SignInAsync(portal, teller));
        using var @operator = await OperatorAsync();

        (await PostAsync(@operator, $"/accounts/{teller.Id}/sign-out")).Dispose();

        using var refreshed = await portal.TryRefreshAsync(tokens);
        refreshed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.SignInAsync(new PortalClient(hall), teller))["code"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_one_to_change()
    {
        var teller = await hall.HireAsync();
        using var @operator = await OperatorAsync();

        using var reset = await @operator.PostAsJsonAsync($"/accounts/{teller.Id}/password", new { password = "given-by-hand-2020" });

        reset.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var browser = new Browser(hall);
        (await browser.SignInAsync(new PortalClient(hall), teller, "given-by-hand-2020")).Path.ShouldBe("/identity/password");
    }

    [Fact]
    public async Task Accounts_are_found_by_name_page_by_page()
    {
        using var @operator = await OperatorAsync();

        var tellers = await @operator.GetFromJsonAsync<JsonElement>("/accounts?search=综合柜员0");
        var after = await @operator.GetFromJsonAsync<JsonElement>("/accounts?search=综合柜员0&after=t005");
        var citizens = await @operator.GetFromJsonAsync<JsonElement>("/accounts?kind=citizen&search=t00");
        using var wrong = await @operator.GetAsync(new Uri("/accounts?kind=dog", UriKind.Relative));

        tellers.EnumerateArray().Select(account => account.GetProperty("name").GetString()).ShouldBe([.. Enumerable.Range(1, 9).Select(n => $"t00{n}")]);
        after.GetArrayLength().ShouldBe(4);
        citizens.GetArrayLength().ShouldBe(0);
        await ShouldBeProblemAsync(wrong, HttpStatusCode.BadRequest, "account.kind");
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
    public async Task A_new_hall_begins_with_one_operator_who_sets_everything_up()
    {
        await using var real = await IdentityHall.OfItsOwnAsync(
            null, ("Identity:Sample", "false"), ("Identity:FirstPassword", "first-password-1"), ("Identity:Smtp:Host", "127.0.0.1"),
            ("Identity:Smtp:From", "hall@example.org"), ("Identity:Smtp:To", "{phone}@example.org"));
        using var browser = new Browser(real);

        var enrol = await browser.SignInAsync(new PortalClient(real), new Person(Guid.Empty, "operator", "first-password-1", null));
        var secret = enrol.Page!.QuerySelector(".secret")!.TextContent.Replace(" ", "");
        var password = await browser.SubmitAsync(enrol, ("Code", Totp.CodeAt(secret, TimeProvider.System.GetUtcNow())));
        var back = await browser.SubmitAsync(password, ("Present", "first-password-1"), ("Fresh", People.Password), ("Again", People.Password));

        enrol.Path.ShouldBe("/identity/enrol");
        password.Path.ShouldBe("/identity/password");
        back["code"].ShouldNotBeNull();
        (await real.ScalarAsync<long>("select count(*) from accounts")).ShouldBe(1);
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

    private async Task<HttpClient> OperatorAsync() => hall.First.With(await hall.Second.SampleAsync("operator"));

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path) => client.PostAsync(new Uri(path, UriKind.Relative), null);

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/accounts") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? $"{Guid.CreateVersion7()}");
        return client.SendAsync(request);
    }

    private async Task<StoppedSubject[]> StoppedAsync()
    {
        using var client = hall.Second.With(await hall.First.OfClientAsync("queue"));
        using var answer = await client.GetAsync(new Uri("/stopped", UriKind.Relative));
        return (await answer.ReadAsync<StoppedSubject[]>())!;
    }

    private static async Task ShouldBeProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.ReadAsync<JsonElement>();
        (answer.StatusCode, problem.GetProperty("code").GetString()).ShouldBe((status, code));
    }

    private static string NewName() => $"n{Interlocked.Increment(ref _count):0000}";
}
