using System.Net;
using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Tests.Catalogue;

public sealed class BrowseCatalogueTests(IntakeHall hall)
{
    [Theory]
    [InlineData("", 143)]
    [InlineData("?instant=true", 85)]
    [InlineData("?instant=false", 58)]
    [InlineData("?q=4050", 1)]
    [InlineData("?q=SUBSIDY-4050", 1)]
    [InlineData("?q=人事代理", 1)]
    [InlineData("?q=143", 1)]
    [InlineData("?q=renshidaili", 1)]
    [InlineData("?q=rsdl", 1)]
    [InlineData("?q=rensdaili", 1)]
    [InlineData("?q=社保卡", 9)]
    [InlineData("?group=cards", 9)]
    [InlineData("?q=nothing-of-the-kind", 0)]
    public async Task A_kiosk_finds_items(string query, int count)
    {
        using var response = await Get($"/catalogue{query}", "role=kiosk; name=k1; site=wendeng-hall");

        (await response.ReadAsync<ItemCatalogue>()).Items.Count.ShouldBe(count);
    }

    [Fact]
    public async Task An_item_is_found_by_its_code()
    {
        using var found = await Get("/catalogue/subsidy-4050", "role=board; name=b1");
        using var unknown = await Get("/catalogue/subsidy-4051", "role=board; name=b1");

        (await found.ReadAsync<ServiceItem>()).Number.ShouldBeInRange(1, 143);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "item.unknown");
    }

    [Fact]
    public async Task Nobody_without_a_role_reads_it()
    {
        using var nameless = await hall.First.CreateClient().GetAsync(new Uri("/catalogue", UriKind.Relative));
        using var roleless = await Get("/catalogue", "name=somebody");

        nameless.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        roleless.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/openapi/v1.json")]
    public async Task Health_and_the_description_are_open(string path)
    {
        using var response = await hall.Second.CreateClient().GetAsync(new Uri(path, UriKind.Relative));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> Get(string path, string caller) =>
        Teller.Client(hall.First, caller).GetAsync(new Uri(path, UriKind.Relative));
}
