using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Rules;
using Wenden.Subsidy.Tests.Rules;

namespace Wenden.Subsidy.Tests.Applications;

public class DecisionTests
{
    private static readonly Vote _yes = new(Approves: true, Overrides: false);
    private static readonly Vote _yesAnyway = new(Approves: true, Overrides: true);
    private static readonly Vote _no = new(Approves: false, Overrides: false);

    public static TheoryData<bool, string, string, string> Votes => new()
    {
        { true, "yes", "yes", "Approved" },
        { true, "yes-anyway", "yes", "Approved" },
        { true, "no", "no", "Refused" },
        { true, "yes", "no", "SentBack" },
        { true, "no", "yes", "SentBack" },
        { false, "yes", "yes", "Refused" },
        { false, "no", "no", "Refused" },
        { false, "yes-anyway", "yes-anyway", "ForOverride" },
        { false, "yes-anyway", "yes", "SentBack" },
        { false, "yes", "yes-anyway", "SentBack" },
        { false, "yes-anyway", "no", "SentBack" },
        { false, "no", "yes-anyway", "SentBack" },
    };

    [Theory]
    [MemberData(nameof(Votes))]
    public void Two_reviews_come_to_a_decision(bool isAllowed, string first, string second, string decision) =>
        Decisions.Of(isAllowed, Of(first), Of(second)).ToString().ShouldBe(decision);

    [Fact]
    public void Nothing_is_approved_that_is_not_allowed()
    {
        Vote[] votes = [_yes, _yesAnyway, _no];

        votes.SelectMany(first => votes.Select(second => Decisions.Of(isAllowed: false, first, second))).ShouldNotContain(Decision.Approved);
    }

    [Fact]
    public void An_obstacle_outweighs_the_rules()
    {
        Decisions.IsAllowed(Outcome.Eligible, []).ShouldBeTrue();
        Decisions.IsAllowed(Outcome.Eligible, ["T"]).ShouldBeFalse();
        Decisions.IsAllowed(Outcome.Incomplete, []).ShouldBeFalse();
        Obstacles.Outcome(Outcome.Incomplete, ["E"]).ShouldBe(Outcome.Ineligible);
        Obstacles.Of(new DateOnly(2019, 10, 1), [Policies.Of2019.MutuallyExclusive[0]]).ShouldBe(["T", "E"]);
    }

    [Fact]
    public void The_reasons_name_the_codes()
    {
        var findings = new Decisions.Findings(["G1"], ["C3"], ["X1"], ["T"]);

        Decisions.Reasons(isAllowed: true, isApproved: true, findings).ShouldBe(["G1"]);
        Decisions.Reasons(isAllowed: true, isApproved: false, findings).ShouldBe(["R"]);
        Decisions.Reasons(isAllowed: false, isApproved: false, findings).ShouldBe(["C3", "X1", "T"]);
        Decisions.Reasons(isAllowed: false, isApproved: true, findings).ShouldBe(["V", "G1"]);
    }

    [Theory]
    [InlineData(true, 5000)]
    [InlineData(false, 3850)]
    [InlineData(null, 3850)]
    public void An_override_pays_the_full_amount_only_where_known(bool? paysMedical, int amount) =>
        Decisions.OverrideAmount(Policies.Of2019, paysMedical).ShouldBe(amount);

    [Theory]
    [InlineData("D")]
    [InlineData("E")]
    [InlineData("T")]
    public void Every_obstacle_has_words(string code)
    {
        var text = Obstacles.TextOf(code);

        new[] { text.Zh, text.En }.ShouldAllBe(words => words.Length > 5);
    }

    private static Vote Of(string vote) => vote switch { "yes" => _yes, "yes-anyway" => _yesAnyway, _ => _no };
}
