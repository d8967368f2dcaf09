using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Npgsql;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;

namespace Wenden.Subsidy.Tests.Replays;

public class ReplayTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task Decisions_come_out_the_same_until_a_row_is_changed()
    {
        await using var database = NpgsqlDataSource.Create(host.Database);
        using var auditor = host.Client(Roles.Auditor, "u001", "*");
        var approved = await DecideAsync(approve: true);
        await DecideAsync(approve: false, ("blacklisted", "true"));
        var before = await auditor.GetFromJsonAsync<JsonElement>("/replay");

        await using (var connection = await database.OpenConnectionAsync())
            await connection.ExecuteAsync("update applications set facts = jsonb_set(facts, '{blacklisted,value}', 'true') where id = @approved", new { approved });
        var after = await auditor.GetFromJsonAsync<JsonElement>("/replay");

        $"{before}".ShouldBe("""{"decisions":2,"same":2,"differing":0,"differences":[]}""");
        after.GetProperty("same").GetInt32().ShouldBe(1);
        var difference = after.GetProperty("differences").EnumerateArray().Single();
        difference.GetProperty("id").GetGuid().ShouldBe(approved);
        difference.GetProperty("stored").GetProperty("outcome").GetString().ShouldBe("eligible");
        difference.GetProperty("again").GetProperty("outcome").GetString().ShouldBe("ineligible");
        difference.GetProperty("differs").EnumerateArray().Select(what => what.GetString()).ShouldBe(["outcome", "amount", "assessment"]);
    }

    private async Task<Guid> DecideAsync(bool approve, params (string Name, string? Json)[] changes)
    {
        var person = Guid.CreateVersion7();
        host.Registry.Put(person, 1, changes);
        var application = await host.ApplyAsync(SubsidyHost.Case(person));
        using (await host.ReviewAsync("first-review", application, "r001", approve, "看过"))
        using (await host.ReviewAsync("second-review", application, "a001", approve, "看过"))
            return application.GetProperty("id").GetGuid();
    }
}
