using Wenden.Subsidy.Rules;

namespace Wenden.Bench;

/// <summary>People as applications bring them: most fulfil most conditions, and of every sixth a fact is missing. The same ones in every run.</summary>
internal static class SubsidyPeople
{
    public static Facts[] Make(int count)
    {
        var random = new Random(4050);
        return [.. Enumerable.Range(0, count).Select(_ => One(random))];
    }

    private static Facts One(Random random)
    {
        var sex = random.Next(2) == 0 ? Sex.F : Sex.M;
        return new Facts
        {
            AppliedOn = new(new DateOnly(2019, 10, 14).AddDays(random.Next(26)), "业务受理"),
            Sex = new(sex, "公安户籍"),
            BirthDate = new(new DateOnly(1958, 1, 1).AddDays(random.Next(9_000)), "公安户籍"),
            AbleToWork = Mostly(true),
            SeeksWork = Mostly(true),
            UnemploymentRegisteredInWeihai = Mostly(true),
            FlexiblyEmployed = Mostly(true),
            FileInCustody = Mostly(true),
            PaysPension = Mostly(true),
            PaysMedical = new(random.Next(3) > 0, "社保"),
            LostJobWithCityEmployer = new(random.Next(2) == 0, "社保"),
            LastEmployerInDistrict = new(random.Next(3) > 0, "社保"),
            MonthsInsuredAtLastEmployer = new(random.Next(120), "社保"),
            ZeroEmploymentHousehold = Mostly(false),
            MinimumLivingAllowanceHousehold = Mostly(false),
            RegisteredPoorHousehold = Mostly(false),
            SingleParent = new(random.Next(5) == 0, "民政"),
            MinorChildBirthDates = random.Next(3) == 0 ? new([], "公安户籍") : new([new DateOnly(1990, 1, 1).AddDays(random.Next(10_000))], "公安户籍"),
            Disabled = random.Next(6) == 0 ? null : new(random.Next(12) == 0, "残联"),
            Blacklisted = Mostly(false),
            DrewUnemploymentBenefitInYear = Mostly(false),
            UsedFullSupportRound = Mostly(false),
            RelationKeptByAgreement = Mostly(false),
            TraderOrCompanyRoleInYear = Mostly(false),
            NonEnterpriseRoleInYear = Mostly(false),
            LawFirmRoleInYear = Mostly(false),
            UnjustifiedJobRefusals = new(random.Next(20) == 0 ? 3 : 0, "就业"),
            RefusesOtherServices = Mostly(false),
            EndedJobRequest = Mostly(false),
            HouseholdRegistration = new((HouseholdRegistration)random.Next(3), "公安户籍"),
            ResidencePermit = new(random.Next(2) == 0, "公安户籍"),
            ReceivingOffice = new(Office.TownOffice, "业务受理"),
        };

        Stated<bool>? Mostly(bool usual) => new(random.Next(40) == 0 ? !usual : usual, "社保");
    }
}
