using System.Diagnostics;
using Dapper;
using Npgsql;
using Wenden.Fixture;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Bench;

/// <summary>The rules of 2019 once more, as one query over a table with a column per fact; SQL's unknown is Kleene's as well.</summary>
internal sealed class SubsidySql(NpgsqlDataSource database) : IAsyncDisposable
{
    private const string Judged =
        """
        select id, pays_medical,
               applied_on between date '2019-10-15' and date '2019-11-08'
               and extract(year from age(applied_on, birth_date)) >= 16
               and extract(year from age(applied_on, birth_date)) < case sex when 'F' then 55 else 60 end
               and able_to_work and seeks_work and registered_unemployed and flexibly_employed and file_in_custody and pays_pension
               and (household <> 'Elsewhere' or residence_permit)
               and not (blacklisted or drew_benefit or used_full_round or kept_by_agreement or trader_role or non_enterprise_role or law_firm_role)
               and not (refusals >= 3 or refuses_services or ended_request)
               and (lost_job and extract(year from age(date '2018-12-31', birth_date)) >= case sex when 'F' then 40 else 50 end
                       and not (months_insured < 12 and last_in_district)
                    or zero_employment or minimum_living or registered_poor or disabled
                    or single_parent and exists (select from unnest(children) as child where extract(year from age(date '2018-12-31', child)) < 18)) as eligible
          from facts
        """;

    private const string Outcomes =
        $"""
        select id, case when not eligible then 'Ineligible' when eligible and pays_medical is not null then 'Eligible' else 'Incomplete' end as outcome,
               case when not eligible or eligible is null or pays_medical is null then 0 when pays_medical then 5000 else 3850 end as amount
          from ({Judged}) as judged
        """;

    public static async Task<SubsidySql> StartAsync(Facts[] people)
    {
        var database = NpgsqlDataSource.Create(await TestServers.FreshDatabaseAsync("subsidyfacts"));
        await using var connection = await database.OpenConnectionAsync();
        string[] flags =
        [
            "able_to_work", "seeks_work", "registered_unemployed", "flexibly_employed", "file_in_custody", "pays_pension", "pays_medical", "lost_job", "last_in_district",
            "zero_employment", "minimum_living", "registered_poor", "single_parent", "disabled", "blacklisted", "drew_benefit", "used_full_round", "kept_by_agreement",
            "trader_role", "non_enterprise_role", "law_firm_role", "refuses_services", "ended_request", "residence_permit",
        ];
        await connection.ExecuteAsync(
            $"""
            create table facts (
                id int primary key, sex text, birth_date date, applied_on date, household text, months_insured int, refusals int, children date[],
                {string.Join(", ", flags.Select(flag => $"{flag} boolean"))})
            """);
        await using (var copy = await connection.BeginBinaryImportAsync("copy facts from stdin (format binary)"))
        {
            foreach (var (id, facts) in people.Index())
                await copy.WriteRowAsync(default, Row(id, facts));
            await copy.CompleteAsync();
        }

        await connection.ExecuteAsync("vacuum analyze facts");
        return new SubsidySql(database);
    }

    /// <summary>How many of the people come out otherwise than by the rules' code.</summary>
    public async Task<int> DifferencesAsync(Facts[] people, Policy policy)
    {
        await using var connection = await database.OpenConnectionAsync();
        var rows = await connection.QueryAsync<(int Id, string Outcome, decimal Amount)>(Outcomes);
        return rows.Count(row => Assessor.Judge(policy, people[row.Id]) is var verdict && (verdict.Outcome.ToString(), verdict.Amount) != (row.Outcome, row.Amount));
    }

    /// <summary>People judged a second on one core of the server, with nothing but counts sent back.</summary>
    public async Task<double> RateAsync(int seconds)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("set max_parallel_workers_per_gather = 0");
        var (count, started) = (0L, Stopwatch.StartNew());
        while (started.Elapsed.TotalSeconds < seconds)
        {
            var outcomes = await connection.QueryAsync<(string Outcome, long People, decimal Cost)>($"select outcome, count(*), sum(amount) from ({Outcomes}) as outcomes group by outcome");
            count += outcomes.Sum(outcome => outcome.People);
        }

        return count / started.Elapsed.TotalSeconds;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private static object?[] Row(int id, Facts facts) =>
    [
        id, $"{facts.Sex!.Value.Value}", facts.BirthDate!.Value.Value, facts.AppliedOn!.Value.Value, $"{facts.HouseholdRegistration!.Value.Value}",
        facts.MonthsInsuredAtLastEmployer!.Value.Value, facts.UnjustifiedJobRefusals!.Value.Value, facts.MinorChildBirthDates!.Value.Value.ToArray(),
        facts.AbleToWork?.Value, facts.SeeksWork?.Value, facts.UnemploymentRegisteredInWeihai?.Value, facts.FlexiblyEmployed?.Value, facts.FileInCustody?.Value,
        facts.PaysPension?.Value, facts.PaysMedical?.Value, facts.LostJobWithCityEmployer?.Value, facts.LastEmployerInDistrict?.Value,
        facts.ZeroEmploymentHousehold?.Value, facts.MinimumLivingAllowanceHousehold?.Value, facts.RegisteredPoorHousehold?.Value, facts.SingleParent?.Value,
        facts.Disabled?.Value, facts.Blacklisted?.Value, facts.DrewUnemploymentBenefitInYear?.Value, facts.UsedFullSupportRound?.Value,
        facts.RelationKeptByAgreement?.Value, facts.TraderOrCompanyRoleInYear?.Value, facts.NonEnterpriseRoleInYear?.Value, facts.LawFirmRoleInYear?.Value,
        facts.RefusesOtherServices?.Value, facts.EndedJobRequest?.Value, facts.ResidencePermit?.Value,
    ];
}
