using Wenden.Certification.Roll;
using Wenden.Contracts.Registry;

namespace Wenden.Certification.Tests.Roll;

public sealed class TermTests
{
    [Theory]
    [InlineData("2019-10-21", "2020-10-21")]
    [InlineData("2019-02-28", "2020-02-28")]
    [InlineData("2020-02-29", "2021-02-28")]
    [InlineData("2019-12-31", "2020-12-31")]
    public void A_certification_lasts_twelve_months(string certifiedOn, string lastDay) =>
        Term.After(DateOnly.Parse(certifiedOn)).ShouldBe(DateOnly.Parse(lastDay));

    [Theory]
    [InlineData("2010-01-01 2019-03-05", "2020-03-05")]
    [InlineData("2019-06-01 never", "2020-06-01")]
    [InlineData("2010-01-01 2018-03-05, 2012-01-01 2019-01-09", "2020-01-09")]
    [InlineData("2010-01-01 2018-03-05, 2019-06-01 never", "2020-06-01")]
    [InlineData("2010-01-01 2019-03-05, 2012-06-01 never", "2020-03-05")]
    [InlineData("", null)]
    public void The_latest_proof_of_all_benefits_counts(string benefits, string? lastDay) =>
        Term.Of(Benefits(benefits)).ShouldBe(lastDay is null ? null : DateOnly.Parse(lastDay));

    [Theory]
    [InlineData("2019-10-20", "overdue")]
    [InlineData("2019-10-21", "due")]
    [InlineData("2019-12-20", "due")]
    [InlineData("2019-12-21", "current")]
    public void The_last_day_is_still_in_the_term(string validUntil, string standing) =>
        new RollOptions { DueDays = 60 }.StandingOf(ended: false, diedOn: null, DateOnly.Parse(validUntil), new DateOnly(2019, 10, 21))
            .ToString().ToLowerInvariant().ShouldBe(standing);

    private static Benefit[] Benefits(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(benefit => benefit.Split(' ')).Select(parts => new Benefit
        {
            Kind = "pension",
            Since = DateOnly.Parse(parts[0]),
            MonthlyAmount = 1_000,
            CertifiedOn = parts[1] == "never" ? null : DateOnly.Parse(parts[1]),
        }),
    ];
}
