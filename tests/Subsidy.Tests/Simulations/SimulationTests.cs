using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wenden.ServiceDefaults.Callers;
using Wenden.Subsidy.Tests.Applications;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Simulations;

public class SimulationTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    [Fact]
    public async Task A_draft_is_tried_on_everybody_beside_the_present_policy()
    {
        using var client = host.Client(Roles.Operator, "o001", "*");
        var (same, loser, nobody, unknown) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        host.Registry.Put(same, 1);
        host.Registry.Put(loser, 1, ("monthsInsuredAtLastEmployer", "12"), ("lastEmployerInDistrict", "true"));
        host.Registry.Put(nobody, 1, ("blacklisted", "true"));
        host.Registry.Put(unknown, 1, ("fileInCustody", null));
        host.Registry.Put(same, 1, ("lastEmployerInDistrict", "false"));
        var file = File.ReadAllText(Policies.File).Replace("minimumMonthsAtLastEmployer: 12", "minimumMonthsAtLastEmployer: 13");
        using var loaded = await client.PostAsync("/policy-drafts", new StringContent(file, Encoding.UTF8, "text/plain"));
        var path = $"/policy-drafts/{(await loaded.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()}";

        (await client.GetAsync($"{path}/simulation")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var _ in new[] { "first", "again" })
            (await client.PostAsync($"{path}/simulations", null)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var result = await SubsidyHost.Eventually("the simulation is finished", async () =>
            await client.GetFromJsonAsync<JsonElement>($"{path}/simulation") is var shown && shown.GetProperty("state").GetString() == "finished" ? (JsonElement?)shown : null);

        int Count(string name) => result.GetProperty(name).GetInt32();
        (Count("people"), Count("gain"), Count("lose"), Count("same"), Count("unknown")).ShouldBe((4, 0, 1, 2, 1));
        (Count("costBefore"), Count("costNow")).ShouldBe((10000, 5000));
        var example = result.GetProperty("examples").EnumerateArray().Single();
        example.GetProperty("personId").GetGuid().ShouldBe(loser);
        example.GetProperty("because").EnumerateArray().Select(code => code.GetString()).ShouldBe(["G1", "G", "X4"]);
    }
}
