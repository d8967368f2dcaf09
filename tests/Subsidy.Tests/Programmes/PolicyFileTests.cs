using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Programmes;

public class PolicyFileTests
{
    private static readonly string _good = File.ReadAllText(Policies.File);

    [Fact]
    public void Accepts_the_policy_of_2019()
    {
        var (policy, errors) = PolicyFile.Read("x.yaml", _good);

        errors.ShouldBeEmpty();
        policy!.Id.ShouldBe("4050-2019");
        policy.Amounts.Full.ShouldBe(5000);
        policy.Ages.ReferenceDay.ShouldBe(new DateOnly(2018, 12, 31));
        (policy.Notice.Days, policy.Notice.ObjectionDays).ShouldBe((5, 60));
        policy.Fingerprint.Length.ShouldBe(64);
    }

    [Fact]
    public void Rejects_with_all_errors_at_once()
    {
        var bad = Change(("full: 5000", "full: five thousand"), ("minimumWorking: 16", "minimumWorkingAge: 16"), ("  X7:", "  X77:"));

        var errors = PolicyFile.Read("x.yaml", bad).Errors;

        errors.ShouldContain(error => error.Contains("amounts.full wants an amount"));
        errors.ShouldContain(error => error.Contains("ages.minimumWorking is missing"));
        errors.ShouldContain(error => error.Contains("unknown word ages.minimumWorkingAge"));
        errors.ShouldContain(error => error.Contains("rules.X7 is missing"));
        errors.ShouldContain(error => error.Contains("unknown word rules.X77"));
    }

    [Theory]
    [InlineData("to: 2019-11-08", "to: 2019-10-01", "window.to lies before window.from")]
    [InlineData("year: 2019", "year: 2020", "window.from lies outside the year")]
    [InlineData("referenceDay: 2018-12-31", "referenceDay: 2019-12-31", "ages.referenceDay has to lie before the window")]
    [InlineData("pensionOnly: 3850", "pensionOnly: 5850", "amounts.pensionOnly is above amounts.full")]
    [InlineData("minimumWorking: 16", "minimumWorking: 40", "ages.minimumWorking has to be below")]
    [InlineData("group: { F: 40, M: 50 }", "group: { F: 40, M: 54 }", "ages.group has to lie more than a year below")]
    [InlineData("申请日{appliedOn}在申报期内", "申请日{today}在申报期内", "rules.W.holds names the unknown value {today}")]
    [InlineData("to: 2019-11-08", "to: 2019-11-31", "window.to wants a day")]
    [InlineData("group: { F: 40, M: 50 }", "group: { F: 40 }", "ages.group.M is missing")]
    [InlineData("group: { F: 40, M: 50 }", "group: 40", "ages.group wants a mapping")]
    [InlineData("offices: [districtHall, townOffice]", "offices: [hall]", "office hall is unknown")]
    [InlineData("districtHallSites: [wendeng-hall]", "districtHallSites: []", "districtHallSites wants a list of texts")]
    [InlineData("year: 2019", "year: 2019\nyear: 2019", "Duplicate key")]
    [InlineData("- programme: public-welfare-post", "- programme: \"4050\"", "mutuallyExclusive names the programme 4050 itself")]
    [InlineData("- programme: public-welfare-post", "- programme: small-firm-hiring", "mutuallyExclusive names small-firm-hiring twice")]
    [InlineData("    reading: 样例：申报指南未列明；按同一期间社会保险补贴不重复享受理解。\n", "", "public-welfare-post needs a clause, or a reading")]
    [InlineData("- programme: public-welfare-post", "- programm: public-welfare-post", "unknown word programm")]
    public void Rejects_what_contradicts_itself(string part, string instead, string error)
    {
        var (policy, errors) = PolicyFile.Read("x.yaml", Change((part, instead)));

        policy.ShouldBeNull();
        errors.ShouldContain(each => each.Contains(error), customMessage: string.Join('\n', errors));
    }

    [Fact]
    public void A_folder_with_a_bad_file_is_refused_with_its_name()
    {
        var folder = Directory.CreateTempSubdirectory();
        File.WriteAllText(Path.Combine(folder.FullName, "4050-2019.yaml"), "programme: \"4050\"");
        File.WriteAllText(Path.Combine(folder.FullName, "4050-2020.yaml"), _good);

        var error = Should.Throw<InvalidDataException>(() => PolicyBook.Load(folder.FullName));

        error.Message.ShouldContain("4050-2019.yaml:1: year is missing");
        error.Message.ShouldContain("4050-2020.yaml: holds the policy 4050-2019");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void An_application_is_judged_by_its_year_or_the_last_before()
    {
        var book = PolicyBook.Load(Path.GetDirectoryName(Policies.File)!);

        new[] { 2018, 2019, 2021 }.ShouldAllBe(year => book.For("4050", new DateOnly(year, 10, 20)).Id == "4050-2019");
        book.Find("4050", 2021).ShouldBeNull();
    }

    private static string Change(params (string Part, string Instead)[] changes)
    {
        foreach (var (part, _) in changes)
            _good.ShouldContain(part);
        return changes.Aggregate(_good, (text, change) => text.Replace(change.Part, change.Instead));
    }
}
