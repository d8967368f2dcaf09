using System.Text.Json;
using Wenden.Registry.Employers;
using Wenden.Registry.Persons;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Imports;

/// <summary>What can be said about a line without the database. Normalises identity numbers and credit codes on the way.</summary>
internal sealed class LineChecks(FactList facts, SiteList sites, DateOnly today)
{
    private static readonly string[] Registrations = ["family", "collective"];
    private static readonly string[] BenefitKinds = ["pension", "work-injury-allowance", "survivors-allowance"];

    // Lines of one person mostly follow each other.
    private string? _lastGiven;
    private IdentityNumber? _last;

    /// <summary>Why the line cannot be taken, or null.</summary>
    public Rejection? Check(ImportLine line)
    {
        if (line.Source is null)
            return new Rejection("line.missing", "source");
        if (!FactValue.IsText(line.Source))
            return new Rejection("line.member", "source");
        if (line.AsOf is not { } asOf)
            return new Rejection("line.missing", "asOf");
        if (asOf > today || asOf.Year < 1950)
            return new Rejection("line.as-of");
        return line switch
        {
            EmployerLine employer => CheckEmployer(employer, asOf),
            CareHomeLine careHome => CheckCareHome(careHome),
            HouseholdLine household => CheckHousehold(household),
            PersonalLine personal => CheckNumber(personal) ?? CheckPersonal(personal, asOf),
            _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, "No such kind of line."),
        };
    }

    private Rejection? CheckEmployer(EmployerLine line, DateOnly asOf)
    {
        if (line.Code is null)
            return new Rejection("line.missing", "code");
        if (CreditCode.Normalise(line.Code) is not { } code)
            return new Rejection("credit-code.invalid", Shown(line.Code));
        line.Code = code;
        return CheckTexts(("name", line.Name))
            ?? (line.Region is { Length: 6 } region && region.All(char.IsAsciiDigit) ? null : new Rejection("line.member", "region"))
            ?? CheckStated(line.Facts ?? [], "employer", asOf);
    }

    private Rejection? CheckCareHome(CareHomeLine line) =>
        CheckTexts(("code", line.Code), ("name", line.Name), ("town", line.Town))
        ?? (line.Address is null ? null : CheckTexts(("address", line.Address)))
        ?? (sites.HasTown(line.Town!) ? null : new Rejection("town.unknown", Shown(line.Town!)));

    private static Rejection? CheckHousehold(HouseholdLine line) =>
        CheckTexts(("code", line.Code), ("registration", line.Registration))
        ?? (Registrations.Contains(line.Registration) ? null : new Rejection("line.member", "registration"));

    private Rejection? CheckPersonal(PersonalLine line, DateOnly asOf) => line switch
    {
        PersonLine person => CheckFacts(person, asOf),
        ContributionLine contribution => CheckContribution(contribution, asOf),
        BenefitLine benefit => CheckBenefit(benefit, asOf),
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, "No such kind of line."),
    };

    private Rejection? CheckNumber(PersonalLine line)
    {
        if (line.IdNumber is null)
            return new Rejection("line.missing", "idNumber");
        if (line.IdNumber != _lastGiven)
        {
            var fault = IdentityNumber.Read(line.IdNumber, today, out var number);
            if (number is null)
                return new Rejection(PersonProblems.CodeOf(fault));
            (_lastGiven, _last) = (line.IdNumber, number);
        }

        line.IdNumber = _last!.Text;
        return null;
    }

    private Rejection? CheckFacts(PersonLine line, DateOnly asOf)
    {
        if (line.Facts is not { Count: > 0 })
            return new Rejection("line.missing", "facts");
        return CheckStated(line.Facts, null, asOf)
            ?? ContradictsNumber(line.Facts, "idNumber", _last!.Text)
            ?? ContradictsNumber(line.Facts, "sex", _last.Sex)
            ?? ContradictsNumber(line.Facts, "birthDate", _last.BirthDate.ToString("yyyy-MM-dd"));
    }

    private Rejection? CheckStated(Dictionary<string, JsonElement> stated, string? about, DateOnly asOf)
    {
        foreach (var (name, value) in stated)
        {
            if (facts.Find(name) is not { } fact || fact.About != about)
                return new Rejection("fact.unknown", Shown(name));
            if (FactValue.Check(fact, value, asOf) is { } rejection)
                return rejection;
            if (fact.RefersTo == "town" && !sites.HasTown(value.GetString()!))
                return new Rejection("town.unknown", Shown(value.GetString()!));
        }

        return null;
    }

    private static Rejection? ContradictsNumber(Dictionary<string, JsonElement> facts, string name, string byNumber) =>
        facts.TryGetValue(name, out var value) && value.GetString() != byNumber ? new Rejection("fact.contradicts-number", name) : null;

    private static Rejection? CheckContribution(ContributionLine line, DateOnly asOf)
    {
        if (FirstMissing(
                ("month", line.Month is null), ("base", line.Base is null), ("pension", line.Pension is null),
                ("medical", line.Medical is null), ("unemployment", line.Unemployment is null)) is { } missing)
            return missing;
        if (line.Month > asOf || line.Month!.Value.Year < 1950)
            return new Rejection("line.member", "month");
        if (!IsYuan(line.Base!.Value))
            return new Rejection("line.member", "base");
        if (line.Employer is null)
            return null;
        if (CreditCode.Normalise(line.Employer) is not { } code)
            return new Rejection("credit-code.invalid", Shown(line.Employer));
        line.Employer = code;
        return null;
    }

    private static Rejection? CheckBenefit(BenefitLine line, DateOnly asOf)
    {
        if (FirstMissing(
                ("benefit", line.Benefit is null), ("since", line.Since is null), ("monthlyAmount", line.MonthlyAmount is null)) is { } missing)
            return missing;
        if (!BenefitKinds.Contains(line.Benefit))
            return new Rejection("line.member", "benefit");
        if (!IsYuan(line.MonthlyAmount!.Value))
            return new Rejection("line.member", "monthlyAmount");
        if (line.Since > asOf)
            return new Rejection("line.member", "since");
        if (line.CertifiedOn > asOf)
            return new Rejection("line.member", "certifiedOn");
        return line.EndedOn > asOf || line.EndedOn < line.Since ? new Rejection("line.member", "endedOn") : null;
    }

    private static Rejection? CheckTexts(params ReadOnlySpan<(string Name, string? Value)> texts)
    {
        foreach (var (name, value) in texts)
        {
            if (value is null)
                return new Rejection("line.missing", name);
            if (!FactValue.IsText(value))
                return new Rejection("line.member", name);
        }

        return null;
    }

    private static Rejection? FirstMissing(params ReadOnlySpan<(string Name, bool IsMissing)> members)
    {
        foreach (var (name, isMissing) in members)
        {
            if (isMissing)
                return new Rejection("line.missing", name);
        }

        return null;
    }

    private static bool IsYuan(decimal amount) => amount is >= 0 and < 100_000_000 && decimal.Round(amount, 2) == amount;

    private static string Shown(string text) => (text.Length <= 60 ? text : text[..60]).Replace('\0', '\uFFFD');
}
