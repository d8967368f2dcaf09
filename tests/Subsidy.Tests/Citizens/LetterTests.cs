using System.Text.Json;
using Npgsql;
using Wenden.Fixture;
using Wenden.Subsidy.Tests.Applications;
using Wenden.Subsidy.Tests.Notices;

namespace Wenden.Subsidy.Tests.Citizens;

public class LetterTests(SubsidyHost host) : IClassFixture<SubsidyHost>
{
    private readonly Town _town = new(host);

    [Fact]
    public async Task An_approval_is_told_with_amount_reasons_and_facts()
    {
        var person = await _town.DecideAsync(changes: [("bankName", "\"样例银行文登支行\""), ("bankAccount", "\"6217000000000000123\"")]);

        var asked = await host.LetterAsync(person.CaseId);

        (asked.Site, asked.PersonId).ShouldBe((_town.Site, person.Id));
        var letter = asked.Forms.ShouldHaveSingleItem();
        letter.Template.ShouldBe("subsidy-4050-decision");
        var values = letter.Values;
        (values["siteName"], values["subsidyYear"], values["appliedOn"], values["decisionOutcome"]).ShouldBe(
            ($"{_town.Site} 综合服务大厅", "2019", "2019-10-21", "approved"));
        (decimal.Parse(values["decisionAmount"]), values["decidedOn"], values["objectBy"]).ShouldBe((5000m, "2019-10-21", "2019-12-20"));
        values["decisionReasons"].ShouldStartWith("1．〔G1〕由本市用人单位就业转失业，女性，1974年6月15日出生");
        values["decisionReasons"].ShouldContain("依据：上年度末女性年满40周岁、男性年满50周岁的本市用人单位就业转失业人员。\n2．〔A〕");
        values["nextSteps"].ShouldContain("样例银行文登支行 尾号0123");
        values["nextSteps"].ShouldNotContain("6217000000000000123");
        FactsOf(values).ShouldContain(("出生日期", "1974年6月15日", "公安户籍", "2019-09-30"));
        FactsOf(values).ShouldContain(("缴纳医疗保险", "是", "公安户籍", "2019-09-30"));
        await using var database = NpgsqlDataSource.Create(host.Database);
        (await database.ActionsAsync(person.Id)).ShouldContain("subsidy.draw-decision-letter");
    }

    [Fact]
    public async Task A_refusal_is_told_with_every_reason()
    {
        var person = await _town.DecideAsync(approve: false, changes: [("traderOrCompanyRoleInYear", "true"), ("paysPension", "false")]);

        var values = (await host.LetterAsync(person.CaseId)).Forms[0].Values;

        (values["decisionOutcome"], decimal.Parse(values["decisionAmount"])).ShouldBe(("refused", 0m));
        values["decisionReasons"].Split('\n').Select(line => line[..5]).ShouldBe(["1．〔C4", "2．〔X6"]);
        FactsOf(values).Select(fact => fact.Fact).ShouldBe(["灵活就业", "档案托管", "缴纳养老保险", "本年度个体工商户、公司法人代表或股东登记"]);
        values["nextSteps"].ShouldContain("2019年10月15日至2019年11月8日");
    }

    [Fact]
    public async Task What_reviewers_refuse_is_told_with_what_they_wrote()
    {
        var person = await _town.DecideAsync(approve: false);

        var values = (await host.LetterAsync(person.CaseId)).Forms[0].Values;

        values["decisionReasons"].ShouldBe("1．〔R〕初审、复核均不同意，理由：材料与 登记不符；同意初审意见");
        FactsOf(values).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_told_again_and_again_makes_one_letter()
    {
        var person = await _town.DecideAsync();
        await host.LetterAsync(person.CaseId);
        var decided = await host.DecidedAsync(person.CaseId);

        var messages = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToArray();
        await Task.WhenAll(messages.Select(id => host.PublishAsync(decided, id)));

        await SubsidyHost.Eventually("messages handled", async () =>
        {
            await using var connection = new NpgsqlConnection(host.Database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select count(*) from inbox where message_id = any($1)", connection) { Parameters = { new() { Value = messages } } };
            return (long)(await command.ExecuteScalarAsync())! == messages.Length ? "" : null;
        });
        await Task.Delay(500);
        host.LettersOn(person.CaseId).ShouldBe(1);
    }

    private static (string Fact, string Value, string Source, string AsOf)[] FactsOf(IReadOnlyDictionary<string, string> values) =>
    [
        .. JsonElement.Parse(values["decisionFacts"]).EnumerateArray().Select(fact => (
            fact.GetProperty("fact").GetString()!, fact.GetProperty("value").GetString()!, fact.GetProperty("source").GetString()!, fact.GetProperty("asOf").GetString()!)),
    ];
}
