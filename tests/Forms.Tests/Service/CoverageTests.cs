using System.Net;
using System.Net.Http.Json;
using Wenden.Fixture;
using Wenden.Forms.Coverage;
using Wenden.ServiceDefaults;

namespace Wenden.Forms.Tests.Service;

public sealed class CoverageTests(FormsHall hall)
{
    [Theory]
    [InlineData("operator")]
    [InlineData("site-manager")]
    public async Task Those_who_run_the_hall_see_what_nobody_types(string role)
    {
        using var answer = await AskAsync(role);

        var coverage = (await answer.Content.ReadFromJsonAsync<FormCoverage>(HallJson.Options))!;
        coverage.Items.Select(item => (item.Code, item.Forms.Count, item.Typed)).ShouldBe([("card-loss", 0, 0), ("recruitment", 1, 4)]);
        var recruitment = coverage.Items[1];
        recruitment.Held!.Value.ShouldBe(Math.Round((recruitment.Fields - 4.25m) / recruitment.Fields, 4));
        recruitment.Missing.Select(missing => (missing.Name, missing.Label, missing.Share)).ShouldBe([("phone", "联系电话", 0.25m)]);
        coverage.Audiences.Select(audience => (audience.Audience, audience.Items, audience.WithoutTyping)).ShouldBe([("employer", 1, 0), ("person", 1, 1)]);
    }

    [Theory]
    [InlineData("teller")]
    [InlineData("service")]
    [InlineData("citizen")]
    public async Task Nobody_else_does(string role)
    {
        using var answer = await AskAsync(role);

        await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "http.403");
    }

    private async Task<HttpResponseMessage> AskAsync(string role)
    {
        var client = hall.First.CreateClient();
        client.DefaultRequestHeaders.Authorization = TestIssuer.Bearer(role, role, "*");
        return await client.GetAsync(new Uri("/coverage", UriKind.Relative));
    }
}
