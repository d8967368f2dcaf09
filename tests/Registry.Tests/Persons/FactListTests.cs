using Wenden.Registry.Persons;

namespace Wenden.Registry.Tests.Persons;

public sealed class FactListTests
{
    [Theory]
    [InlineData("bool", "ableToWork seeksWork unemploymentRegisteredInWeihai flexiblyEmployed fileInCustody paysPension paysMedical lostJobWithCityEmployer lastEmployerInDistrict "
        + "zeroEmploymentHousehold minimumLivingAllowanceHousehold registeredPoorHousehold singleParent disabled blacklisted drewUnemploymentBenefitInYear usedFullSupportRound "
        + "relationKeptByAgreement traderOrCompanyRoleInYear nonEnterpriseRoleInYear lawFirmRoleInYear refusesOtherServices endedJobRequest residencePermit")]
    [InlineData("number", "monthsInsuredAtLastEmployer unjustifiedJobRefusals")]
    [InlineData("day", "birthDate")]
    [InlineData("days", "minorChildBirthDates")]
    [InlineData("sex", "sex")]
    [InlineData("text", "householdRegistration idNumber name ethnicity phone address bankName bankAccount socialSecurityCard unemploymentCertificate occupation")]
    public void Has_every_fact_of_the_subsidy_and_the_forms(string type, string names)
    {
        var facts = FactList.Load();

        foreach (var name in names.Split(' '))
            facts.Find(name)?.Type.ShouldBe(type, name);
        names.Split(' ').ShouldAllBe(name => facts.Find(name) != null);
    }

    [Fact]
    public void Names_every_mistake_of_the_file_at_once()
    {
        const string Yaml =
            """
            - { name: Wrong, type: bool, zh: 甲, en: a }
            - { name: shape, type: blob, zh: 甲, en: a }
            - { name: label, type: bool, zh: 甲 }
            - { name: twice, type: bool, zh: 甲, en: a }
            - { name: twice, type: bool, zh: 甲, en: a }
            - { name: values, type: bool, values: { a: { zh: 甲, en: a } }, zh: 甲, en: a }
            - { name: bare, type: text, values: { a: { zh: 甲 } }, zh: 甲, en: a }
            - { name: place, type: text, refersTo: moon, zh: 甲, en: a }
            - { name: past, type: text, past: true, zh: 甲, en: a }
            """;

        var message = Should.Throw<InvalidDataException>(() => FactList.Read(Yaml)).Message;

        foreach (var part in new[] { "'Wrong'", "'blob'", "'label' wants", "'twice' stands", "'values': values", "'bare': each value", "'moon'", "'past': past" })
            message.ShouldContain(part);
    }

    [Fact]
    public void Refuses_a_key_it_does_not_know() =>
        Should.Throw<InvalidDataException>(() => FactList.Read("- { name: fact, type: bool, zh: 甲, en: a, colour: red }")).Message.ShouldContain("line 1");
}
