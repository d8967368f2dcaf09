using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Sites;

public sealed class SiteFileTests
{
    [Fact]
    public void Accepts_the_district_file() =>
        SiteFile.LoadAll(Path.Combine(AppContext.BaseDirectory, "Sites")).Count.ShouldBe(17);

    [Fact]
    public void Names_all_errors_at_once()
    {
        const string Yaml =
            """
            sites:
              - code: Hall
                kind: palace
                zones:
                  - { code: one, name: 一区, series: A, windows: { from: 1, to: 5 } }
                  - { code: one, name: 二区, series: A, windows: { from: 5, to: 8 } }
                  - { code: three, series: AB, windows: { from: 9, to: 3 } }
              - { code: town-a, name: 甲, kind: town-office }
              - { code: town-a, name: 乙, kind: town-office }
              - { code: station-a, name: 丙, kind: enterprise-station }
              - { code: town-b, name: 丁, kind: town-office, stationOf: 91371003YX9900001Y }
            """;

        var message = Should.Throw<InvalidDataException>(() => SiteFile.Read(Yaml)).Message;

        string[] errors =
        [
            "site 'town-a' stands twice", "site 'Hall' wants a code", "site 'Hall' wants a name", "unknown kind 'palace'", "zone 'one' of 'Hall' stands twice",
            "series 'A' of 'Hall' belongs to two zones", "zone 'three' of 'Hall' wants a name", "not 'AB'",
            "zone 'three' of 'Hall' wants windows", "site 'town-a' has no zone",
            "site 'station-a' has an employer's credit code", "site 'town-b' has an employer's credit code",
        ];
        foreach (var error in errors)
            message.ShouldContain(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sites: []")]
    public void Rejects_a_file_without_sites(string yaml) =>
        Should.Throw<InvalidDataException>(() => SiteFile.Read(yaml)).Message.ShouldContain("there is no site");

    [Theory]
    [InlineData("sites:\n  - { code: a, colour: red }", "line 2")]
    [InlineData("sites:\n  - { code: a, zones: [ { windows: { from: x } } ] }", "line 2")]
    public void Rejects_what_cannot_be_read(string yaml, string place) =>
        Should.Throw<InvalidDataException>(() => SiteFile.Read(yaml)).Message.ShouldContain(place);

    [Theory]
    [InlineData("subsidy-4050", true)]
    [InlineData("17", true)]
    [InlineData("-a", false)]
    [InlineData("a--b", false)]
    [InlineData("a-", false)]
    [InlineData("a b", false)]
    [InlineData("１７", false)]
    public void Codes_are_plain(string code, bool plain) => Codes.IsCode(code).ShouldBe(plain);
}
