using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Rules;

/// <summary>Every rule of a policy on one set of facts, each as a three-valued statement.</summary>
internal sealed class Findings
{
    private readonly Dictionary<string, Term> _terms = [];
    private readonly Policy _policy;
    private readonly Facts _facts;

    public Findings(Policy policy, Facts facts)
    {
        (_policy, _facts) = (policy, facts);
        Worlds = World.Of(policy, facts);

        LostEligibleJob = new All(
            Flag(FactList.LostJobWithCityEmployer), new Not(new All(ShortlyInsured(), Flag(FactList.LastEmployerInDistrict))));
        OtherGroups = new Any(AddOtherGroups());
        Rest = new All([.. AddConditions(), .. AddExclusions()]);
        AddAgeRules();
        AddAdvice();
    }

    public IReadOnlyList<World> Worlds { get; }

    /// <summary>Group G1 but for the age: lost a job with a city employer, and X4 does not take the group away.</summary>
    public Term LostEligibleJob { get; }

    /// <summary>Any of G2 to G6.</summary>
    public Term OtherGroups { get; }

    /// <summary>Every condition and exclusion that neither looks at ages and days nor concerns groups.</summary>
    public Term Rest { get; }

    public Term this[string code] => _terms[code];

    private Term[] AddOtherGroups() =>
    [
        _terms["G2"] = Flag(FactList.ZeroEmploymentHousehold),
        _terms["G3"] = Flag(FactList.MinimumLivingAllowanceHousehold),
        _terms["G4"] = Flag(FactList.RegisteredPoorHousehold),
        _terms["G5"] = new All(Flag(FactList.SingleParent), On(FactList.MinorChildBirthDates, births => births.Any(IsMinor))),
        _terms["G6"] = Flag(FactList.Disabled),
    ];

    private Term[] AddConditions() =>
    [
        _terms["C2"] = new All(Flag(FactList.AbleToWork), Flag(FactList.SeeksWork)),
        _terms["C3"] = Flag(FactList.UnemploymentRegisteredInWeihai),
        _terms["C4"] = new All(Flag(FactList.FlexiblyEmployed), Flag(FactList.FileInCustody), Flag(FactList.PaysPension)),
        _terms[RuleCodes.Permit] = new Any(
            On(FactList.HouseholdRegistration, registration => registration != HouseholdRegistration.Elsewhere),
            Flag(FactList.ResidencePermit)),
    ];

    private Term[] AddExclusions() =>
    [
        new Not(_terms["X1"] = Flag(FactList.Blacklisted)),
        new Not(_terms["X2"] = Flag(FactList.DrewUnemploymentBenefitInYear)),
        new Not(_terms["X3"] = Flag(FactList.UsedFullSupportRound)),
        new Not(_terms["X5"] = Flag(FactList.RelationKeptByAgreement)),
        new Not(_terms["X6"] = Flag(FactList.TraderOrCompanyRoleInYear)),
        new Not(_terms["X7"] = Flag(FactList.NonEnterpriseRoleInYear)),
        new Not(_terms["X8"] = Flag(FactList.LawFirmRoleInYear)),
        new Not(_terms["X9"] = new Any(
            On(FactList.UnjustifiedJobRefusals, times => times >= _policy.ExcludingRefusals),
            Flag(FactList.RefusesOtherServices),
            Flag(FactList.EndedJobRequest))),
    ];

    private void AddAgeRules()
    {
        _terms[RuleCodes.Window] = On(FactList.AppliedOn, _policy.Window.Contains);

        // Where the day is unknown, working age is told for the days of the window: outside it the window alone refuses.
        var days = _facts.AppliedOn is null ? Worlds.Where(world => _policy.Window.Contains(world.AppliedOn)) : Worlds;
        _terms["C1"] = new Leaf(Same(days.Select(world => world.WorkingAge)), FactList.BirthDate, FactList.Sex, FactList.AppliedOn);

        var ofAge = new Leaf(Same(Worlds.Select(world => world.OfAge)), FactList.BirthDate, FactList.Sex);
        var lostJob = Flag(FactList.LostJobWithCityEmployer);
        _terms["X4"] = new All(ShortlyInsured(), Flag(FactList.LastEmployerInDistrict), lostJob, ofAge);
        _terms["G1"] = new All(lostJob, ofAge, new Not(new All(ShortlyInsured(), Flag(FactList.LastEmployerInDistrict))));
        _terms[RuleCodes.AnyGroup] = new Any(_terms["G1"], OtherGroups);
    }

    private void AddAdvice()
    {
        var offices = _facts.HouseholdRegistration is { } registration ? _policy.Places[registration.Value].Offices : [];
        _terms[RuleCodes.Office] = new Leaf(
            _facts.HouseholdRegistration is null || _facts.ReceivingOffice is not { } office ? null : offices.Contains(office.Value),
            FactList.ReceivingOffice,
            FactList.HouseholdRegistration);
        _terms[RuleCodes.Amount] = Flag(FactList.PaysMedical);
    }

    private Leaf ShortlyInsured() => On(FactList.MonthsInsuredAtLastEmployer, months => months < _policy.MinimumMonthsAtLastEmployer);

    private bool IsMinor(DateOnly birth) => Age.On(_policy.Ages.ReferenceDay, birth) < _policy.Ages.MajorityAt;

    private Leaf Flag(FactKey<bool> key) => On(key, value => value);

    private Leaf On<T>(FactKey<T> key, Func<T, bool> test) => new(key.Get(_facts) is { } known ? test(known.Value) : null, key);

    private static bool? Same(IEnumerable<bool> values)
    {
        var distinct = values.Distinct().ToArray();
        return distinct is [var only] ? only : null;
    }
}
