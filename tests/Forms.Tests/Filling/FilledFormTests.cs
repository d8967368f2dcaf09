using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Forms.Filling;
using Wenden.Forms.Storage;

namespace Wenden.Forms.Tests.Filling;

public sealed class FilledFormTests
{
    [Fact]
    public void Every_value_has_its_source_and_its_day()
    {
        var form = Samples.Form("subsidy-4050-application");

        form.Missing.ShouldBeEmpty();
        form.Field("name").ShouldBe(new FieldValue
        {
            Name = "name", Label = "姓名", Code = "王秀兰", Text = "王秀兰", Source = "公安户籍", AsOf = new DateOnly(2019, 9, 30),
        });
        form.Field("siteName").Source.ShouldBe("窗口受理");
        form.Field("siteName").AsOf.ShouldBe(new DateOnly(2019, 10, 21));
    }

    [Theory]
    [InlineData("birthDate", "1974年3月12日")]
    [InlineData("sex", "女")]
    [InlineData("paysPension", "是")]
    [InlineData("disabled", "否")]
    [InlineData("householdRegistration", "威海市文登区")]
    [InlineData("monthsInsuredAtLastEmployer", "26")]
    [InlineData("minorChildBirthDates", "2008年5月1日")]
    [InlineData("idNumber", "371003197403128826")]
    public void Values_read_as_people_write_them(string name, string text) =>
        Samples.Form("subsidy-4050-application").Field(name).Text.ShouldBe(text);

    [Fact]
    public void What_nobody_holds_stays_empty_and_is_reported()
    {
        var form = Samples.Form("subsidy-4050-application", ("occupation", null), ("fileInCustody", null), ("phone", ""));

        form.Missing.ShouldBe(["phone", "occupation", "fileInCustody"], ignoreOrder: true);
        form.Field("fileInCustody").ShouldBe(new FieldValue { Name = "fileInCustody", Label = "档案托管" });
    }

    [Fact]
    public void An_optional_value_is_not_reported_as_missing() =>
        Samples.Form("subsidy-4050-application", ("residencePermit", null), ("lastEmployerInDistrict", null)).Missing.ShouldBeEmpty();

    [Fact]
    public void No_children_is_an_answer_and_not_a_gap() =>
        Samples.Form("subsidy-4050-application", ("minorChildBirthDates", Array.Empty<string>())).Field("minorChildBirthDates").Text.ShouldBe("无");

    [Theory]
    [InlineData("name", 5)]
    [InlineData("paysPension", "true")]
    [InlineData("birthDate", "12.3.1974")]
    [InlineData("birthDate", "1974-02-30")]
    [InlineData("sex", "Q")]
    [InlineData("householdRegistration", "moon")]
    [InlineData("minorChildBirthDates", "2008-05-01")]
    public void A_value_of_another_type_is_refused(string name, object value) =>
        Should.Throw<InvalidDataException>(() => Samples.Form("subsidy-4050-application", (name, value))).Message.ShouldContain(name);

    [Fact]
    public void What_is_logged_of_a_bad_value_is_its_name_alone() =>
        Should.Throw<InvalidDataException>(() => Samples.Form("subsidy-4050-application", ("birthDate", "371003197403128826")))
            .Message.ShouldNotContain("3710");

    [Theory]
    [InlineData("0", "即时办结")]
    [InlineData("20", "20")]
    public void An_instant_item_promises_no_days(string days, string text)
    {
        var template = Samples.Templates.InForce("acceptance-receipt", new DateOnly(2019, 10, 21))!;
        var values = new Dictionary<string, string>(Samples.CaseValues) { ["promisedDays"] = days };

        FilledForm.Fill(template, Guid.CreateVersion7(), Samples.Person(), values, Samples.Now).Field("promisedDays").Text.ShouldBe(text);
    }

    [Fact]
    public void A_missing_case_value_is_reported_too()
    {
        var template = Samples.Templates.InForce("acceptance-receipt", new DateOnly(2019, 10, 21))!;

        var form = FilledForm.Fill(template, Guid.CreateVersion7(), Samples.Person(), new Dictionary<string, string>(), Samples.Now);

        form.Missing.ShouldBe(["ticketNumber", "acceptedAt", "items", "promisedDays", "siteName", "teller", "caseId"]);
    }

    [Fact]
    public void Frozen_values_read_back_as_they_were()
    {
        var form = Samples.Form("subsidy-4050-application", ("name", "𠮷\"'\\"), ("phone", null));

        JsonSerializer.Deserialize<FieldValue[]>(StoredForm.Write(form.Fields), ServiceDefaults.HallJson.Options).ShouldBe(form.Fields);
    }

    [Fact]
    public void Facts_that_no_form_binds_do_not_matter()
    {
        var person = Samples.Person();
        var more = person with { Facts = person.Facts.Append(new("newFact", person.Facts["name"])).ToDictionary() };
        var template = Samples.Templates.InForce("acceptance-receipt", new DateOnly(2019, 10, 21))!;

        FilledForm.Fill(template, Guid.CreateVersion7(), more, Samples.CaseValues, Samples.Now).Fields.ShouldNotContain(field => field.Name == "newFact");
    }
}
