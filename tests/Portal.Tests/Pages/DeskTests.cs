using System.Net;
using Wenden.Portal.Pages;
using Wenden.Portal.Tests.StandIns;

namespace Wenden.Portal.Tests.Pages;

public sealed class DeskTests(PortalHall hall)
{
    public static TheoryData<string> Roles => new(Desk.All.Select(desk => desk.Role));

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_role_sees_its_desk_and_no_other(string role)
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of(role));

        foreach (var desk in Desk.All)
        {
            using var page = await visitor.OpenAsync(desk.Path);
            page.StatusCode.ShouldBe(desk.Role == role ? HttpStatusCode.OK : HttpStatusCode.Forbidden, desk.Path);
            page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        }
    }

    [Fact]
    public async Task Pages_beside_a_desk_are_for_the_same_role_alone()
    {
        using var itself = await Visitor.SignedInAsync(hall, Account.Of("operator"));
        using var other = await Visitor.SignedInAsync(hall, Account.Of("auditor"));

        foreach (var (path, _) in PortalHall.MorePages.Where(page => page.Role == "operator").Append(($"/operator/accounts/{Guid.CreateVersion7()}", "operator")))
        {
            using var open = await itself.OpenAsync(path);
            using var shut = await other.OpenAsync(path);
            open.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            shut.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Theory]
    [InlineData("/citizen/appointments/new", "citizen", "teller")]
    [InlineData("/citizen/appointments/0191d3a0-0000-7000-8000-00000000a11d/move", "citizen", "teller")]
    [InlineData("/statistics", "site-manager+operator+auditor", "teller")]
    [InlineData("/form-free", "site-manager+operator", "auditor")]
    [InlineData("/ledger", "site-manager+teller+reviewer+approver+certifier", "operator")]
    [InlineData("/ledger/0191d3a0-0000-7000-8000-00000000a11d", "site-manager+teller+reviewer+approver+certifier", "citizen")]
    [InlineData("/ledger/report", "site-manager+operator+auditor", "teller")]
    [InlineData("/subsidy/report", "operator+auditor+approver+site-manager", "teller")]
    [InlineData("/reviewer/applications/wendeng-hall/0191d3a0-0000-7000-8000-00000000a11d", "reviewer", "approver")]
    [InlineData("/approver/applications/wendeng-hall/0191d3a0-0000-7000-8000-00000000a11d", "approver", "payer")]
    [InlineData("/payer/batches/wendeng-hall/0191d3a0-0000-7000-8000-00000000a11d", "payer", "operator")]
    [InlineData("/own-ratings", "teller", "site-manager")]
    [InlineData("/rate", "teller", "site-manager")]
    [InlineData("/teller/persons/0191d3a0-0000-7000-8000-00000000a11d", "teller", "site-manager")]
    public async Task Other_pages_are_for_those_who_need_them(string path, string roles, string other)
    {
        foreach (var role in roles.Split('+'))
        {
            using var visitor = await Visitor.SignedInAsync(hall, Account.Of(role));
            using var open = await visitor.OpenAsync(path);
            open.StatusCode.ShouldBe(HttpStatusCode.OK, role);
        }

        using var stranger = await Visitor.SignedInAsync(hall, Account.Of(other));
        using var shut = await stranger.OpenAsync(path);
        shut.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_board_names_its_site_and_needs_no_circuit()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("board"));

        using var answer = await visitor.OpenAsync("/board?english=1");
        var page = await answer.Content.ReadAsStringAsync();

        page.ShouldContain("data-site=\"wendeng-hall\"");
        page.ShouldContain("data-english=\"true\"");
        page.ShouldContain("文登区人社综合服务大厅");
        page.ShouldNotContain("blazor.web");
    }

    [Fact]
    public async Task A_board_shows_no_site_but_its_own()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("board"));

        using var answer = await visitor.OpenAsync("/board?site=town-longshan");

        (await answer.Content.ReadAsStringAsync()).ShouldContain("data-site=\"wendeng-hall\"");
    }

    [Fact]
    public async Task Who_has_two_roles_finds_both_desks()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller+reviewer"));

        using var home = await visitor.OpenAsync("/");
        using var other = await visitor.OpenAsync("/approver");

        var page = await home.Content.ReadAsStringAsync();
        page.ShouldContain("href=\"/teller\"");
        page.ShouldContain("href=\"/reviewer\"");
        page.ShouldNotContain("href=\"/approver\"");
        other.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_forbidden_page_says_so_in_words_at_its_own_address()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        using var page = await visitor.OpenAsync("/operator");

        page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/operator");
        (await page.Content.ReadAsStringAsync()).ShouldContain("您无权进入此页面");
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/teller/no-such-page")]
    public async Task A_page_that_is_not_there_says_so(string path)
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        using var page = await visitor.OpenAsync(path);

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldContain("没有这个页面");
    }

    [Fact]
    public async Task Chinese_comes_first_and_English_is_remembered()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));
        using var chinese = await visitor.OpenAsync("/teller");
        using var switched = await visitor.OpenAsync("/language/en?back=/teller");
        using var english = await visitor.OpenAsync("/teller");

        (await chinese.Content.ReadAsStringAsync()).ShouldContain("lang=\"zh-CN\"");
        switched.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/teller");
        var page = await english.Content.ReadAsStringAsync();
        page.ShouldContain("lang=\"en\"");
        page.ShouldContain("Shortcuts");
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example")]
    public async Task The_language_switch_leads_nowhere_else(string back)
    {
        using var visitor = new Visitor(hall.First, follows: false);

        using var answer = await visitor.OpenAsync($"/language/en?back={Uri.EscapeDataString(back)}");

        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task The_sample_hall_says_what_day_it_is()
    {
        using var visitor = await Visitor.SignedInAsync(hall, Account.Of("teller"));

        using var page = await visitor.OpenAsync("/teller");

        (await page.Content.ReadAsStringAsync()).ShouldContain("2019-10-21 08:3");
    }

    [Fact]
    public async Task A_script_that_is_not_signed_in_is_told_so()
    {
        using var visitor = new Visitor(hall.First, follows: false);

        using var answer = await visitor.GetAsync("/teller");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "http.401");
    }
}
