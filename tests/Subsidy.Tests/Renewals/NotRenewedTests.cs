using System.Net.Http.Json;
using System.Text.Json;
using Wenden.Fixture;
using Wenden.ServiceDefaults.Callers;
using static Wenden.Subsidy.Tests.Renewals.ApprovedPeople;

namespace Wenden.Subsidy.Tests.Renewals;

public class NotRenewedTests(RenewalHost host) : IClassFixture<RenewalHost>
{
    [Fact]
    public async Task Who_draws_another_programme_is_not_renewed()
    {
        var programme = host.Programme();
        var (drawing, before) = (await host.People.AddAsync(programme), await host.People.AddAsync(programme));
        host.Registry.PutAll([drawing, before], 2, Banked);
        const string enrolled =
            """
            insert into enrolments (person_id, programme, from_day, to_day, source, taken_by, taken_at)
            select $1, 'public-welfare-post', day, day + 30, '公益性岗位管理系统', 'o001', now() from (values ({0}::date)) as began (day)
            returning person_id
            """;
        await host.People.ReadAsync<Guid>(enrolled.Replace("{0}", "'2020-01-01'"), drawing);
        await host.People.ReadAsync<Guid>(enrolled.Replace("{0}", "'2019-11-30'"), before);

        var run = await host.RunAsync(programme);

        (run.GetProperty("renewed").GetInt32(), run.GetProperty("refused").GetInt32()).ShouldBe((1, 1));
        var result = await host.ResultAsync("refused", programme, drawing);
        Codes(result).ShouldBe(["E"]);
        result.GetProperty("reasons")[0].GetProperty("zh").GetString()!.ShouldContain("公益性岗位补贴");
    }

    [Fact]
    public async Task The_citizen_sees_what_is_asked_until_there_is_a_new_application()
    {
        var programme = host.Programme();
        var (asked, refused) = (await host.People.AddAsync(programme), await host.People.AddAsync(programme));
        host.Registry.Put(asked, 2, Banked, ("fileInCustody", null));
        host.Registry.Put(refused, 2, Banked, ("blacklisted", "true"));
        await host.RunAsync(programme);
        await ForgetAssessmentsAsync(programme);

        var renewal = await OwnAsync(asked);
        var refusal = await OwnAsync(refused);
        await host.People.AddAsync(programme, 2020, person: asked);
        await ForgetAssessmentsAsync(programme);

        (renewal!.Value.GetProperty("year").GetInt32(), renewal.Value.GetProperty("state").GetString()).ShouldBe((2020, "asked"));
        renewal.Value.GetProperty("changed").EnumerateArray().Select(fact => fact.GetProperty("zh").GetString()).ShouldBe(["档案托管"]);
        refusal!.Value.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()).ShouldBe(["X1"]);
        (await OwnAsync(asked)).ShouldBeNull();
    }

    private static IEnumerable<string?> Codes(JsonElement result) => result.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString());

    // Those that the fixture inserts have none worth the name.
    private Task<long> ForgetAssessmentsAsync(string programme) => host.People.ReadAsync<long>(
        "with bare as (update applications set assessment = null where programme = $1 returning 1) select count(*) from bare", programme);

    private async Task<JsonElement?> OwnAsync(Guid person)
    {
        using var client = host.Client(Roles.Citizen, "citizen");
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer($"role={Roles.Citizen}; name=c-{person:N}; person={person}; site=*");
        var own = await client.GetFromJsonAsync<JsonElement>("/own-applications");
        return own.EnumerateArray().Single(one => one.GetProperty("year").GetInt32() == 2019).TryGetProperty("renewal", out var renewal) ? renewal : null;
    }
}
