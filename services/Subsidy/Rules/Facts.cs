namespace Wenden.Subsidy.Rules;

/// <summary>
/// What is known of one applicant. Every fact is optional, and a missing fact is never "no". "In year" means the year of the
/// subsidy, "in Weihai" the whole city, "in district" Wendeng.
/// </summary>
internal sealed record Facts
{
    public Stated<DateOnly>? AppliedOn { get; init; }

    public Stated<Sex>? Sex { get; init; }

    public Stated<DateOnly>? BirthDate { get; init; }

    public Stated<bool>? AbleToWork { get; init; }

    public Stated<bool>? SeeksWork { get; init; }

    public Stated<bool>? UnemploymentRegisteredInWeihai { get; init; }

    public Stated<bool>? FlexiblyEmployed { get; init; }

    public Stated<bool>? FileInCustody { get; init; }

    public Stated<bool>? PaysPension { get; init; }

    public Stated<bool>? PaysMedical { get; init; }

    public Stated<bool>? LostJobWithCityEmployer { get; init; }

    public Stated<bool>? LastEmployerInDistrict { get; init; }

    public Stated<int>? MonthsInsuredAtLastEmployer { get; init; }

    public Stated<bool>? ZeroEmploymentHousehold { get; init; }

    public Stated<bool>? MinimumLivingAllowanceHousehold { get; init; }

    public Stated<bool>? RegisteredPoorHousehold { get; init; }

    public Stated<bool>? SingleParent { get; init; }

    /// <summary>Birth dates of the children the applicant raises; an empty list is the knowledge that there are none.</summary>
    public Stated<IReadOnlyList<DateOnly>>? MinorChildBirthDates { get; init; }

    public Stated<bool>? Disabled { get; init; }

    public Stated<bool>? Blacklisted { get; init; }

    public Stated<bool>? DrewUnemploymentBenefitInYear { get; init; }

    public Stated<bool>? UsedFullSupportRound { get; init; }

    public Stated<bool>? RelationKeptByAgreement { get; init; }

    public Stated<bool>? TraderOrCompanyRoleInYear { get; init; }

    public Stated<bool>? NonEnterpriseRoleInYear { get; init; }

    public Stated<bool>? LawFirmRoleInYear { get; init; }

    /// <summary>Times a job introduced by the public employment service was refused without good reason.</summary>
    public Stated<int>? UnjustifiedJobRefusals { get; init; }

    public Stated<bool>? RefusesOtherServices { get; init; }

    public Stated<bool>? EndedJobRequest { get; init; }

    public Stated<HouseholdRegistration>? HouseholdRegistration { get; init; }

    public Stated<bool>? ResidencePermit { get; init; }

    /// <summary>The kind of office that the application was handed in at.</summary>
    public Stated<Office>? ReceivingOffice { get; init; }
}
