using System.Text.Json;
using Wenden.Contracts.Forms;
using Wenden.Contracts.Registry;

namespace Wenden.Forms.Tests.Service;

/// <summary>What a form says that neither the registry holds yet nor the person is: what another item of the case produces, and the employer acted for.</summary>
public sealed class ChainTests(FormsHall hall)
{
    private readonly PersonFile _person = Samples.Person(("fileKeeper", "外地人才市场"), ("fileKeptSince", null));

    [Fact]
    public async Task What_another_item_produces_stands_above_the_registry_and_stays_when_that_is_asked_again()
    {
        var visit = new Visit(hall, _person, "flexible-contribution-declaration")
        {
            Produced = new Dictionary<string, ProducedFact>
            {
                ["fileKeeper"] = Produced("文登区人社综合服务大厅"), ["fileKeptSince"] = Produced("2019-10-21"),
            },
        };
        await visit.RenderAsync();

        var shown = (await visit.FormsAsync()).ShouldHaveSingleItem();
        var signed = await visit.SignAsync(Pictures.Signature());

        var keeper = shown.Fields.Single(field => field.Name == "fileKeeper");
        (keeper.Text, keeper.Source, keeper.AsOf).ShouldBe(("文登区人社综合服务大厅", "本次办理 人事代理新增(档案托管)", new DateOnly(2019, 10, 21)));
        shown.Fields.Single(field => field.Name == "fileKeptSince").Text.ShouldBe("2019年10月21日");
        signed.Forms.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_employer_acted_for_is_the_one_on_the_form_also_when_the_registry_is_asked_again()
    {
        hall.Registry.Employers["91371003YX9900001Y"] = new() { ["employer"] = new Fact { Value = JsonSerializer.SerializeToElement("代办的公司"), Source = "市场监管", AsOf = new DateOnly(2019, 9, 30) } };
        var visit = new Visit(hall, _person, "recruitment-registration") { EmployerCode = "91371003YX9900001Y" };
        await visit.RenderAsync();

        var signed = await visit.SignAsync(Pictures.Signature());

        signed.Forms.ShouldHaveSingleItem();
        (await visit.FormsAsync()).Single().Fields.Single(field => field.Name == "employer").Text.ShouldBe("代办的公司");
    }

    private static ProducedFact Produced(string value) => new()
    {
        Value = JsonSerializer.SerializeToElement(value), By = "人事代理新增(档案托管)", On = new DateOnly(2019, 10, 21),
    };
}
