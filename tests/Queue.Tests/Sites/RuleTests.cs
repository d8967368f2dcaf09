using Wenden.Queue.Sites;

namespace Wenden.Queue.Tests.Sites;

public sealed class RuleTests
{
    [Fact]
    public void Names_all_errors_of_rules_at_once()
    {
        const string Yaml =
            """
            sites:
              - code: hall
                name: 大厅
                kind: hall
                rules:
                  opens: "17:00"
                  closes: "08:30"
                  credits: { elder: 999, giants: 5, ordinary: 1 }
                  favouredInARow: 0
                  printers: { one: "no port" }
                  appointments: { capacity: 0 }
                zones:
                  - { code: one, name: 一区, series: A, offlineSeries: A, takes: sometimes, windows: { from: 1, to: 5 } }
                  - { code: two, name: 二区, series: B, takes: listed, windows: { from: 1, to: 5 } }
            """;

        var message = Should.Throw<InvalidDataException>(() => SiteFile.Read(Yaml)).Message;

        string[] errors =
        [
            "opens before closes", "unknown class 'giants'", "unknown class 'ordinary'", "credits.elder from 0 to 240, not 999", "favouredInARow from 1 to 100, not 0",
            "printer 'one'", "appointments.capacity from 1 to 1000, not 0", "series 'A' of 'hall' belongs to two zones", "takes any, instant or listed, not 'sometimes'",
            "has items exactly where it takes listed ones", "no zone that takes any item",
        ];
        foreach (var error in errors)
            message.ShouldContain(error);
    }

    [Fact]
    public void Sites_share_rules_and_change_some()
    {
        const string Yaml =
            """
            rules:
              common: &common { opens: "08:30", closes: "17:00", recalls: 2 }
            sites:
              - code: hall
                name: 大厅
                kind: hall
                rules: { <<: *common, recalls: 3 }
                zones: [ { code: one, name: 一区, series: A, windows: { from: 1, to: 5 } } ]
            """;

        var rules = SiteFile.Read(Yaml).ShouldHaveSingleItem().Rules;

        (rules.Opens, rules.Recalls).ShouldBe((new TimeOnly(8, 30), 3));
    }
}
