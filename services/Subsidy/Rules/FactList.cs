using System.Collections.Frozen;
using static Wenden.Subsidy.Rules.FactKinds;

namespace Wenden.Subsidy.Rules;

/// <summary>The facts that the rules know, in the order in which they are reported.</summary>
internal static class FactList
{
    public static readonly FactKey<DateOnly> AppliedOn = Day("appliedOn", f => f.AppliedOn, (f, v) => f with { AppliedOn = v });
    public static readonly FactKey<Sex> Sex = Word("sex", f => f.Sex, (f, v) => f with { Sex = v }, ("F", Rules.Sex.F), ("M", Rules.Sex.M));
    public static readonly FactKey<DateOnly> BirthDate = Day("birthDate", f => f.BirthDate, (f, v) => f with { BirthDate = v });
    public static readonly FactKey<bool> AbleToWork = Flag("ableToWork", f => f.AbleToWork, (f, v) => f with { AbleToWork = v });
    public static readonly FactKey<bool> SeeksWork = Flag("seeksWork", f => f.SeeksWork, (f, v) => f with { SeeksWork = v });
    public static readonly FactKey<bool> UnemploymentRegisteredInWeihai = Flag(
        "unemploymentRegisteredInWeihai", f => f.UnemploymentRegisteredInWeihai, (f, v) => f with { UnemploymentRegisteredInWeihai = v });
    public static readonly FactKey<bool> FlexiblyEmployed = Flag(
        "flexiblyEmployed", f => f.FlexiblyEmployed, (f, v) => f with { FlexiblyEmployed = v });
    public static readonly FactKey<bool> FileInCustody = Flag(
        "fileInCustody", f => f.FileInCustody, (f, v) => f with { FileInCustody = v });
    public static readonly FactKey<bool> PaysPension = Flag("paysPension", f => f.PaysPension, (f, v) => f with { PaysPension = v });
    public static readonly FactKey<bool> PaysMedical = Flag("paysMedical", f => f.PaysMedical, (f, v) => f with { PaysMedical = v });
    public static readonly FactKey<bool> LostJobWithCityEmployer = Flag(
        "lostJobWithCityEmployer", f => f.LostJobWithCityEmployer, (f, v) => f with { LostJobWithCityEmployer = v });
    public static readonly FactKey<bool> LastEmployerInDistrict = Flag(
        "lastEmployerInDistrict", f => f.LastEmployerInDistrict, (f, v) => f with { LastEmployerInDistrict = v });
    public static readonly FactKey<int> MonthsInsuredAtLastEmployer = Count(
        "monthsInsuredAtLastEmployer", f => f.MonthsInsuredAtLastEmployer, (f, v) => f with { MonthsInsuredAtLastEmployer = v });
    public static readonly FactKey<bool> ZeroEmploymentHousehold = Flag(
        "zeroEmploymentHousehold", f => f.ZeroEmploymentHousehold, (f, v) => f with { ZeroEmploymentHousehold = v });
    public static readonly FactKey<bool> MinimumLivingAllowanceHousehold = Flag(
        "minimumLivingAllowanceHousehold", f => f.MinimumLivingAllowanceHousehold, (f, v) => f with { MinimumLivingAllowanceHousehold = v });
    public static readonly FactKey<bool> RegisteredPoorHousehold = Flag(
        "registeredPoorHousehold", f => f.RegisteredPoorHousehold, (f, v) => f with { RegisteredPoorHousehold = v });
    public static readonly FactKey<bool> SingleParent = Flag("singleParent", f => f.SingleParent, (f, v) => f with { SingleParent = v });
    public static readonly FactKey<IReadOnlyList<DateOnly>> MinorChildBirthDates = Days(
        "minorChildBirthDates", f => f.MinorChildBirthDates, (f, v) => f with { MinorChildBirthDates = v });
    public static readonly FactKey<bool> Disabled = Flag("disabled", f => f.Disabled, (f, v) => f with { Disabled = v });
    public static readonly FactKey<bool> Blacklisted = Flag("blacklisted", f => f.Blacklisted, (f, v) => f with { Blacklisted = v });
    public static readonly FactKey<bool> DrewUnemploymentBenefitInYear = Flag(
        "drewUnemploymentBenefitInYear", f => f.DrewUnemploymentBenefitInYear, (f, v) => f with { DrewUnemploymentBenefitInYear = v });
    public static readonly FactKey<bool> UsedFullSupportRound = Flag(
        "usedFullSupportRound", f => f.UsedFullSupportRound, (f, v) => f with { UsedFullSupportRound = v });
    public static readonly FactKey<bool> RelationKeptByAgreement = Flag(
        "relationKeptByAgreement", f => f.RelationKeptByAgreement, (f, v) => f with { RelationKeptByAgreement = v });
    public static readonly FactKey<bool> TraderOrCompanyRoleInYear = Flag(
        "traderOrCompanyRoleInYear", f => f.TraderOrCompanyRoleInYear, (f, v) => f with { TraderOrCompanyRoleInYear = v });
    public static readonly FactKey<bool> NonEnterpriseRoleInYear = Flag(
        "nonEnterpriseRoleInYear", f => f.NonEnterpriseRoleInYear, (f, v) => f with { NonEnterpriseRoleInYear = v });
    public static readonly FactKey<bool> LawFirmRoleInYear = Flag(
        "lawFirmRoleInYear", f => f.LawFirmRoleInYear, (f, v) => f with { LawFirmRoleInYear = v });
    public static readonly FactKey<int> UnjustifiedJobRefusals = Count(
        "unjustifiedJobRefusals", f => f.UnjustifiedJobRefusals, (f, v) => f with { UnjustifiedJobRefusals = v });
    public static readonly FactKey<bool> RefusesOtherServices = Flag(
        "refusesOtherServices", f => f.RefusesOtherServices, (f, v) => f with { RefusesOtherServices = v });
    public static readonly FactKey<bool> EndedJobRequest = Flag(
        "endedJobRequest", f => f.EndedJobRequest, (f, v) => f with { EndedJobRequest = v });
    public static readonly FactKey<HouseholdRegistration> HouseholdRegistration = Word(
        "householdRegistration",
        f => f.HouseholdRegistration,
        (f, v) => f with { HouseholdRegistration = v },
        ("wendeng", Rules.HouseholdRegistration.Wendeng),
        ("weihai", Rules.HouseholdRegistration.Weihai),
        ("elsewhere", Rules.HouseholdRegistration.Elsewhere));
    public static readonly FactKey<bool> ResidencePermit = Flag(
        "residencePermit", f => f.ResidencePermit, (f, v) => f with { ResidencePermit = v });
    public static readonly FactKey<Office> ReceivingOffice = Word(
        "receivingOffice",
        f => f.ReceivingOffice,
        (f, v) => f with { ReceivingOffice = v },
        ("townOffice", Office.TownOffice),
        ("districtHall", Office.DistrictHall));

    public static readonly IReadOnlyList<FactKey> All =
    [
        AppliedOn, Sex, BirthDate, AbleToWork, SeeksWork, UnemploymentRegisteredInWeihai, FlexiblyEmployed, FileInCustody, PaysPension,
        PaysMedical, LostJobWithCityEmployer, LastEmployerInDistrict, MonthsInsuredAtLastEmployer, ZeroEmploymentHousehold,
        MinimumLivingAllowanceHousehold, RegisteredPoorHousehold, SingleParent, MinorChildBirthDates, Disabled, Blacklisted,
        DrewUnemploymentBenefitInYear, UsedFullSupportRound, RelationKeptByAgreement, TraderOrCompanyRoleInYear, NonEnterpriseRoleInYear,
        LawFirmRoleInYear, UnjustifiedJobRefusals, RefusesOtherServices, EndedJobRequest, HouseholdRegistration, ResidencePermit,
        ReceivingOffice,
    ];

    public static readonly FrozenDictionary<string, FactKey> ByName = All.ToFrozenDictionary(key => key.Name);

    private static readonly FrozenDictionary<FactKey, int> _places = All.Index().ToFrozenDictionary(entry => entry.Item, entry => entry.Index);

    /// <summary>Where the fact stands in <see cref="All"/>.</summary>
    public static int PlaceOf(FactKey key) => _places[key];
}
