using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Payments;

public class HindranceTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task A_notice_holds_to_the_end_of_its_last_day()
    {
        var town = await Town.WithAsync(host, 1);

        await town.ExecuteAsync("update notices set ends_on = '2019-10-21' where site = @Site", new { town.Site });
        var last = await town.ReleaseAsync();
        await town.ExecuteAsync("update notices set ends_on = '2019-10-20' where site = @Site", new { town.Site });
        var after = await town.ReleaseAsync();

        last.Select(CodeOf).ShouldBe(["release.notice-running"]);
        after.Select(CodeOf).ShouldBe([null]);
    }

    [Theory]
    [InlineData("open", "release.objection-open")]
    [InlineData("upheld", "release.objection-open")]
    [InlineData("rejected", null)]
    public async Task An_objection_holds_until_it_is_rejected(string state, string? code)
    {
        var town = await Town.WithAsync(host, 2);
        await ObjectAsync(town, state, town.Applications[0]);

        var rows = await town.ReleaseAsync();

        rows.Select(CodeOf).ShouldBe([code, null]);
    }

    [Theory]
    [InlineData("王*梅", "release.objection-open", "release.objection-open")]
    [InlineData("王*梅 371003********1224", "release.objection-open", null)]
    public async Task An_objection_to_a_name_holds_whoever_it_may_mean(string about, string? first, string? second)
    {
        var town = await Town.WithAsync(host, 3);
        await town.ExecuteAsync(
            """
            update applications set notice_id = (select notice_id from applications where id = @first) where site = @Site;
            insert into notice_people (notice_id, number, application_id, name, id_number, groups, amount)
            select notice_id, row_number() over (order by id), id, case id when @third then '丛*' else '王*梅' end,
                   case id when @first then '371003********1224' else '371003********7020' end, '{}', amount
              from applications where site = @Site
            """,
            new { town.Site, first = town.Applications[0], third = town.Applications[2] });
        await ObjectAsync(town, "open", application: null, about);

        var rows = await town.ReleaseAsync();

        rows.Select(CodeOf).ShouldBe([first, second, null]);
    }

    [Fact]
    public async Task Another_programme_of_the_year_holds_where_the_policy_excludes_it()
    {
        var town = new Town(host) { Programme = "4050" };
        await town.SetBudgetAsync(1_000_000);
        var (drawing, harmless, earlier) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var person in new[] { drawing, harmless, earlier })
            await town.ApproveAsync(person);
        await EnrolAsync(town, drawing, "public-welfare-post", "2019-12-31");
        await EnrolAsync(town, harmless, "winter-heating", "2019-01-01");
        await EnrolAsync(town, earlier, "public-welfare-post", "2018-01-01", "2018-12-31");

        var rows = await town.ReleaseAsync();

        rows.Select(CodeOf).ShouldBe(["release.other-programme", null, null]);
    }

    [Fact]
    public async Task A_revocation_claims_back_what_was_paid_and_figures_count_it()
    {
        var town = new Town(host) { Programme = "4050" };
        await town.SetBudgetAsync(1_000_000);
        var person = Guid.CreateVersion7();
        var application = await town.ApproveAsync(person);
        await town.ExecuteAsync("update applications set assessment = null, policy_sha256 = '' where id = @application", new { application });
        await town.AnswerAsync(await town.SendAsync(), _ => null);
        using var approver = host.Client(Roles.Approver, "a002", town.Site);
        using var citizen = host.Citizen(person);

        var own = (await citizen.GetFromJsonAsync<JsonElement>("/own-applications")).EnumerateArray().Single();
        var report = await approver.GetFromJsonAsync<JsonElement>("/programmes/4050/2019/report");
        using var revoked = await approver.PostAsJsonAsync($"/sites/{town.Site}/applications/{application}/revoke", new { note = "重复享受" });

        own.GetProperty("paidOn").GetString().ShouldBe("2019-10-21");
        report.GetProperty("money").GetProperty("paid").GetDecimal().ShouldBe(
            await town.ScalarAsync<decimal>("select sum(amount) from payments where programme = '4050' and year = 2019 and state = 'paid'"));
        report.GetProperty("money").GetProperty("paid").GetDecimal().ShouldBeGreaterThanOrEqualTo(5_000);
        revoked.StatusCode.ShouldBe(HttpStatusCode.OK);
        var claim = (await town.GetAsync("clawbacks")).EnumerateArray().Single();
        (claim.GetProperty("applicationId").GetGuid(), claim.GetProperty("amount").GetDecimal()).ShouldBe((application, 5_000));
    }

    private static string? CodeOf(JsonElement row) => row.TryGetProperty("code", out var code) ? code.GetString() : null;

    private static Task ObjectAsync(Town town, string state, Guid? application, string? about = null) => town.ExecuteAsync(
        """
        insert into objections (id, site, application_id, notice_id, about, "from", text, at, by, state, answer, decided_by, decided_at)
        select gen_random_uuid(), @Site, @application, notice_id, @about, '李四', '不符合条件', now(), 'anybody', @state,
               case when @state <> 'open' then '已核实' end, case when @state <> 'open' then 'a002' end, case when @state <> 'open' then now() end
          from applications where id = coalesce(@application, @any)
        """,
        new { town.Site, application, about, state, any = town.Applications[0] });

    private static Task EnrolAsync(Town town, Guid person, string programme, string from, string? to = null) => town.ExecuteAsync(
        """
        insert into enrolments (person_id, programme, from_day, to_day, source, taken_by, taken_at)
        values (@person, @programme, @from::date, @to::date, '人社就业系统', 'o001', now())
        """,
        new { person, programme, from, to });
}
