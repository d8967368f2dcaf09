using System.Data;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Reports;

/// <summary>Counts the figures of a report.</summary>
internal static class ReportFigures
{
    /// <summary>The report, all of it as of one moment.</summary>
    public static async Task<ProgrammeReport> ReadAsync(NpgsqlDataSource database, Policy policy, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var all = await connection.QueryMultipleAsync(new CommandDefinition(
            $"{Offices};{Groups};{Outcomes};{Reasons};{Days};{ByDay};{Money}",
            new { policy.Programme, policy.Year, DecisionCodes.Duplicate, DecisionCodes.Review }, moment, cancellationToken: ct));
        var offices = (await all.ReadAsync<ProgrammeReport.OfOffice>()).AsList();
        var groups = (await all.ReadAsync<(string Code, long Applications, decimal Amount)>()).ToDictionary(row => row.Code);
        var outcomes = (await all.ReadAsync<ProgrammeReport.OfOutcome>()).ToDictionary(row => row.State, row => row.Count);
        var reasons = (await all.ReadAsync<(string Code, long Count)>()).AsList();
        return new ProgrammeReport
        {
            Programme = policy.Programme,
            Year = policy.Year,
            ByOffice = offices,
            ByGroup = [.. RuleCodes.Groups.Select(code => OfGroup(policy, code, groups.GetValueOrDefault(code)))],
            ByOutcome = [.. States.All.Select(state => new ProgrammeReport.OfOutcome(state, outcomes.GetValueOrDefault(state)))],
            ByReason = [.. reasons.Select(row => OfReason(policy, row.Code, row.Count))],
            Days = await all.ReadSingleAsync<ProgrammeReport.TimeTaken>(),
            ByDay = (await all.ReadAsync<ProgrammeReport.OfDay>()).AsList(),
            Money = await all.ReadSingleAsync<ProgrammeReport.Sums>(),
        };
    }

    private static ProgrammeReport.OfGroup OfGroup(Policy policy, string code, (string Code, long Applications, decimal Amount) counted) =>
        new(code, policy.Rules[code].Clause, policy.Rules[code].Holds.Text.En, counted.Applications, counted.Amount);

    private static ProgrammeReport.OfReason OfReason(Policy policy, string code, long count)
    {
        var words = code switch
        {
            DecisionCodes.Duplicate => new Text("同一年度重复申请", "Another application of the same year"),
            DecisionCodes.Review => new Text("初审、复核均不同意", "Refused by both reviews"),
            DecisionCodes.Died or DecisionCodes.OtherProgramme => Obstacles.TextOf(code),
            _ when policy.Rules.TryGetValue(code, out var rule) => new Text(rule.Clause, RuleCodes.Exclusions.Contains(code) ? rule.Holds.Text.En : rule.Fails.Text.En),
            _ => new Text(code, code),
        };
        return new ProgrammeReport.OfReason(code, words.Zh, words.En, count);
    }

    private const string Offices =
        """
        select site, count(*) as applications, count(*) filter (where state = 'approved') as approved, count(*) filter (where state = 'refused') as refused,
               count(*) filter (where state = 'revoked') as revoked, count(*) filter (where state not in ('approved', 'refused', 'revoked')) as open,
               coalesce(sum(amount) filter (where state = 'approved'), 0) as amount
          from applications
         where programme = @Programme and year = @Year
         group by site
         order by site
        """;

    private const string Groups =
        """
        select code, count(*), coalesce(sum(amount) filter (where state = 'approved'), 0)
          from applications, jsonb_array_elements_text(assessment -> 'groups') as code
         where programme = @Programme and year = @Year
         group by code
        """;

    private const string Outcomes = "select state, count(*) as count from applications where programme = @Programme and year = @Year group by state";

    private const string Reasons =
        """
        select code, count(*)
          from applications,
               lateral (
                   select @Duplicate as code where duplicate_of is not null
                    union all
                   select jsonb_array_elements_text((assessment -> 'failed') || (assessment -> 'exclusions')) where duplicate_of is null and outcome = 'ineligible'
                    union all
                   select unnest(obstacles) where duplicate_of is null
                    union all
                   select @Review where duplicate_of is null and outcome = 'eligible' and obstacles = '{}') as because
         where programme = @Programme and year = @Year and state = 'refused'
         group by code
         order by count(*) desc, code
        """;

    // The hall's days: China Standard Time all year.
    private const string Days =
        """
        select percentile_disc(0.5) within group (order by took) as p50, percentile_disc(0.9) within group (order by took) as p90, count(*) as count
          from (select (decided_at at time zone interval '8 hours')::date - (accepted_at at time zone interval '8 hours')::date as took
                  from applications
                 where programme = @Programme and year = @Year and decided_at is not null and case_id is not null and duplicate_of is null) as decided
        """;

    private const string ByDay =
        """
        select day, sum(applied)::bigint as applied, sum(decided)::bigint as decided
          from (select applied_on as day, 1 as applied, 0 as decided from applications where programme = @Programme and year = @Year
                 union all
                select (decided_at at time zone interval '8 hours')::date, 0, 1
                  from applications
                 where programme = @Programme and year = @Year and decided_at is not null) as both_days
         group by day
         order by day
        """;

    private const string Money =
        """
        select coalesce(sum(amount) filter (where state = 'approved'), 0) as approved,
               coalesce(sum(amount) filter (where state = 'approved' and released_at is not null), 0) as released,
               (select coalesce(sum(amount), 0) from payments where programme = @Programme and year = @Year and state = 'paid') as paid
          from applications
         where programme = @Programme and year = @Year
        """;
}
