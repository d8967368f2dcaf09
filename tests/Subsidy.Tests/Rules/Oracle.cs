namespace Wenden.Subsidy.Tests.Rules;

/// <summary>
/// The rules of 2019 once more, for complete facts only and written as plainly as the guide states them: days as text, ages as the last
/// birthday that still counts.
/// </summary>
internal static class Oracle
{
    /// <summary>Yuan a year; 0 for a person who gets nothing.</summary>
    public static decimal Amount(Sheet sheet)
    {
        var facts = sheet.Values.ToDictionary(value => value.Key, value => value.Value.Trim('"'));
        bool Yes(string name) => facts[name] == "true";

        var (applied, birth, woman) = (facts["appliedOn"], facts["birthDate"], facts["sex"] == "F");
        if (string.CompareOrdinal(applied, "2019-10-15") < 0 || string.CompareOrdinal(applied, "2019-11-08") > 0)
            return 0;
        if (string.CompareOrdinal(birth, Before(applied, 16)) > 0 || string.CompareOrdinal(birth, Before(applied, woman ? 55 : 60)) <= 0)
            return 0;
        if (!Yes("ableToWork") || !Yes("seeksWork") || !Yes("unemploymentRegisteredInWeihai"))
            return 0;
        if (!Yes("flexiblyEmployed") || !Yes("fileInCustody") || !Yes("paysPension"))
            return 0;
        if (facts["householdRegistration"] == "elsewhere" && !Yes("residencePermit"))
            return 0;

        var short4 = Yes("lastEmployerInDistrict") && int.Parse(facts["monthsInsuredAtLastEmployer"]) < 12;
        var group1 = Yes("lostJobWithCityEmployer") && !short4 && string.CompareOrdinal(birth, woman ? "1978-12-31" : "1968-12-31") <= 0;
        var group5 = Yes("singleParent") && facts["minorChildBirthDates"].Contains("2001-01-01");
        var others = Yes("zeroEmploymentHousehold") || Yes("minimumLivingAllowanceHousehold") || Yes("registeredPoorHousehold") || Yes("disabled");
        if (!group1 && !group5 && !others)
            return 0;

        string[] exclusions =
        [
            "blacklisted", "drewUnemploymentBenefitInYear", "usedFullSupportRound", "relationKeptByAgreement", "traderOrCompanyRoleInYear",
            "nonEnterpriseRoleInYear", "lawFirmRoleInYear", "refusesOtherServices", "endedJobRequest",
        ];
        if (exclusions.Any(Yes) || int.Parse(facts["unjustifiedJobRefusals"]) >= 3)
            return 0;
        return Yes("paysMedical") ? 5000 : 3850;
    }

    private static string Before(string day, int years) => $"{int.Parse(day[..4]) - years}{day[4..]}";
}
