using System.Collections.Frozen;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>
/// The rules of the programme, each a statement on an applicant. The years' numbers and days come from the policy; what the law says with
/// them stands here, once.
/// </summary>
internal static class Law
{
    private static readonly Term _lostJob = Is(FactList.LostJobWithCityEmployer);
    private static readonly Term _ofAge = new Leaf((in applicant) => applicant.OfAge, FactList.BirthDate, FactList.Sex);
    private static readonly Term _shortInDistrict = new All(
        On(FactList.MonthsInsuredAtLastEmployer, (policy, months) => months < policy.MinimumMonthsAtLastEmployer),
        Is(FactList.LastEmployerInDistrict));

    private static readonly Dictionary<string, Term> _conditions = new()
    {
        [RuleCodes.Window] = On(FactList.AppliedOn, (policy, day) => policy.Window.Contains(day)),
        ["C1"] = new Leaf((in applicant) => applicant.WorkingAge, FactList.BirthDate, FactList.Sex, FactList.AppliedOn),
        ["C2"] = new All(Is(FactList.AbleToWork), Is(FactList.SeeksWork)),
        ["C3"] = Is(FactList.UnemploymentRegisteredInWeihai),
        ["C4"] = new All(Is(FactList.FlexiblyEmployed), Is(FactList.FileInCustody), Is(FactList.PaysPension)),
        [RuleCodes.Permit] = new Any(
            On(FactList.HouseholdRegistration, (_, registration) => registration != HouseholdRegistration.Elsewhere), Is(FactList.ResidencePermit)),
    };

    private static readonly Dictionary<string, Term> _groups = new()
    {
        ["G1"] = new All(_lostJob, _ofAge, new Not(_shortInDistrict)),
        ["G2"] = Is(FactList.ZeroEmploymentHousehold),
        ["G3"] = Is(FactList.MinimumLivingAllowanceHousehold),
        ["G4"] = Is(FactList.RegisteredPoorHousehold),
        ["G5"] = new All(Is(FactList.SingleParent), On(FactList.MinorChildBirthDates, (policy, births) => HasMinor(policy.Ages, births))),
        ["G6"] = Is(FactList.Disabled),
    };

    private static readonly Dictionary<string, Term> _exclusions = new()
    {
        ["X1"] = Is(FactList.Blacklisted),
        ["X2"] = Is(FactList.DrewUnemploymentBenefitInYear),
        ["X3"] = Is(FactList.UsedFullSupportRound),
        ["X4"] = new All(_shortInDistrict, _lostJob, _ofAge),
        ["X5"] = Is(FactList.RelationKeptByAgreement),
        ["X6"] = Is(FactList.TraderOrCompanyRoleInYear),
        ["X7"] = Is(FactList.NonEnterpriseRoleInYear),
        ["X8"] = Is(FactList.LawFirmRoleInYear),
        ["X9"] = new Any(
            On(FactList.UnjustifiedJobRefusals, (policy, times) => times >= policy.ExcludingRefusals),
            Is(FactList.RefusesOtherServices),
            Is(FactList.EndedJobRequest)),
    };

    private static readonly Dictionary<string, Term> _advice = new()
    {
        [RuleCodes.Office] = new Leaf((in applicant) => TakenAtOffice(applicant), FactList.ReceivingOffice, FactList.HouseholdRegistration),
        [RuleCodes.Amount] = Is(FactList.PaysMedical),
    };

    /// <summary>Group G1 but for the age: lost a job with a city employer, and X4 does not take the group away.</summary>
    public static readonly Term LostEligibleJob = new All(_lostJob, new Not(_shortInDistrict));

    /// <summary>Any of G2 to G6.</summary>
    public static readonly Term OtherGroups = new Any([.. _groups.Where(group => group.Key != "G1").Select(group => group.Value)]);

    /// <summary>Every condition and exclusion that neither looks at ages and days nor concerns groups.</summary>
    public static readonly Term Rest = new All(
    [
        .. _conditions.Where(condition => condition.Key is not (RuleCodes.Window or "C1")).Select(condition => condition.Value),
        .. _exclusions.Where(exclusion => exclusion.Key != "X4").Select(exclusion => new Not(exclusion.Value)),
    ]);

    /// <summary>Every rule by its code.</summary>
    public static readonly FrozenDictionary<string, Term> ByCode = _conditions.Concat(_groups).Concat(_exclusions).Concat(_advice)
        .Append(new(RuleCodes.AnyGroup, new Any(_groups["G1"], OtherGroups)))
        .ToFrozenDictionary();

    private static Leaf Is(FactKey<bool> key) => new((in applicant) => key.Get(applicant.Facts)?.Value, key);

    private static Leaf On<T>(FactKey<T> key, Func<Policy, T, bool> test) =>
        new((in applicant) => key.Get(applicant.Facts) is { } known ? test(applicant.Policy, known.Value) : null, key);

    private static bool HasMinor(PolicyAges ages, IReadOnlyList<DateOnly> births)
    {
        for (var child = 0; child < births.Count; child++)
        {
            if (Age.On(ages.ReferenceDay, births[child]) < ages.MajorityAt)
                return true;
        }

        return false;
    }

    private static bool? TakenAtOffice(in Applicant applicant) =>
        applicant.Facts is { HouseholdRegistration: { } registration, ReceivingOffice: { } office }
            ? applicant.Policy.Places[registration.Value].Offices.Contains(office.Value)
            : null;
}
