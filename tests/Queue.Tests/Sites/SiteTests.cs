using System.Net;
using Wenden.Contracts.Queue;
using Wenden.Queue.Sites;
using Wenden.ServiceDefaults.Callers;

namespace Wenden.Queue.Tests.Sites;

public sealed class SiteTests(QueueHall hall)
{
    [Fact]
    public async Task The_hall_has_18_windows_in_two_zones()
    {
        using var response = await Caller.Kiosk(hall.First, "wendeng-hall").GetAsync("/sites/wendeng-hall");

        var site = await response.ReadAsync<Site>();
        site.Name.ShouldBe("文登区人社综合服务大厅");
        site.Zones.Select(zone => (zone.Name, zone.Series)).ShouldBe([("综合服务区", "A"), ("受理审核区", "B")]);
        site.Zones.SelectMany(zone => zone.Windows).Distinct().Order().ShouldBe(Enumerable.Range(1, 18));
        (site.Opens, site.Closes).ShouldBe((new TimeOnly(8, 30), new TimeOnly(17, 0)));
    }

    [Fact]
    public async Task Hall_and_15_town_offices_are_listed()
    {
        using var response = await new Caller(hall.Second, Roles.Operator, "o1", "*").GetAsync("/sites");

        var sites = (await response.ReadAsync<Site[]>()).Where(site => !site.Code.StartsWith("site-")).ToArray();
        sites[0].Code.ShouldBe("wendeng-hall");
        sites.Count(site => site.Kind == "town-office").ShouldBe(15);
        sites.ShouldAllBe(site => site.Zones.Count > 0 && site.Zones.All(zone => zone.Windows.Count > 0));
    }

    [Fact]
    public async Task A_site_that_is_not_there_is_404()
    {
        using var unknown = await new Caller(hall.First, Roles.Operator, "o1", "*").GetAsync("/sites/nowhere");
        using var foreign = await Caller.Teller(hall.First, "town-zeku").GetAsync("/sites/wendeng-hall");

        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "site.unknown");
        await foreign.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "site.foreign");
    }

    [Fact]
    public async Task Storing_sites_again_changes_what_they_say()
    {
        var code = $"site-{Guid.CreateVersion7():N}";
        var before = Entry(code, "旧名", windows: 2);
        var after = Entry(code, "新名", windows: 3);

        await LoadSites.StoreAsync(hall.Database, [before], CancellationToken.None);
        await LoadSites.StoreAsync(hall.Database, [before], CancellationToken.None);
        await LoadSites.StoreAsync(hall.Database, [after], CancellationToken.None);

        using var response = await Caller.Kiosk(hall.First, code).GetAsync($"/sites/{code}");
        var site = await response.ReadAsync<Site>();
        site.Name.ShouldBe("新名");
        site.Zones.ShouldHaveSingleItem().Windows.ShouldBe([1, 2, 3]);
    }

    private static SiteEntry Entry(string code, string name, int windows) => new()
    {
        Code = code,
        Name = name,
        Kind = "town-office",
        Zones = [new ZoneEntry { Code = "comprehensive", Name = "综合服务区", Series = "A", Windows = new WindowRange { From = 1, To = windows } }],
    };
}
