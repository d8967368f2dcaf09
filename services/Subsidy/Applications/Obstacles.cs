using System.Data;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// What forbids the subsidy beside the rules of the programme: death (T), another programme at the same time (E), another application of the year
/// (D). An application with an obstacle counts as ineligible, whatever facts are still missing.
/// </summary>
internal static class Obstacles
{
    /// <summary>Codes of what stands in the way now, in a fixed order. Other programmes count that overlap the policy's year by a day.</summary>
    /// <param name="connection">The service's database.</param>
    /// <param name="personId">The applicant.</param>
    /// <param name="policy">Names the programmes that exclude it.</param>
    /// <param name="diedOn">Day of death by the registry, if any.</param>
    /// <param name="ct">Ends the waiting.</param>
    public static async Task<string[]> FindAsync(IDbConnection connection, Guid personId, Policy policy, DateOnly? diedOn, CancellationToken ct)
    {
        var others = await OtherProgrammesAsync(connection, personId, policy, ct);
        return Of(diedOn, others);
    }

    /// <summary>Codes of what stands in the way.</summary>
    public static string[] Of(DateOnly? diedOn, IReadOnlyCollection<PolicyExclusive> others)
    {
        var codes = new List<string>();
        if (diedOn is not null)
            codes.Add(DecisionCodes.Died);
        if (others.Count > 0)
            codes.Add(DecisionCodes.OtherProgramme);
        return [.. codes];
    }

    /// <summary>The outcome that counts for the review.</summary>
    public static Outcome Outcome(Outcome byRules, IReadOnlyCollection<string> obstacles) => obstacles.Count > 0 ? Rules.Outcome.Ineligible : byRules;

    /// <summary>Those of the programmes that exclude the policy's which the person draws in its year.</summary>
    public static async Task<IReadOnlyList<PolicyExclusive>> OtherProgrammesAsync(
        IDbConnection connection, Guid personId, Policy policy, CancellationToken ct)
    {
        if (policy.MutuallyExclusive.Count == 0)
            return [];
        var drawn = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            select distinct programme
              from enrolments
             where person_id = @personId and programme = any(@excluding) and from_day <= @to and coalesce(to_day, 'infinity') >= @from
            """,
            new
            {
                personId,
                excluding = policy.MutuallyExclusive.Select(other => other.Programme).ToArray(),
                from = new DateOnly(policy.Year, 1, 1),
                to = new DateOnly(policy.Year, 12, 31),
            },
            cancellationToken: ct))).ToHashSet();
        return [.. policy.MutuallyExclusive.Where(other => drawn.Contains(other.Programme))];
    }

    /// <summary>What a code means, in words for the applicant.</summary>
    /// <param name="code">Code of an obstacle.</param>
    /// <param name="diedOn">Day of death, where it is known and to be told.</param>
    /// <param name="others">The other programmes, where they are known and to be named.</param>
    public static Text TextOf(string code, DateOnly? diedOn = null, IReadOnlyList<PolicyExclusive>? others = null) => code switch
    {
        DecisionCodes.Died when diedOn is { } day => new($"登记显示本人已于{day.Year}年{day.Month}月{day.Day}日死亡。", $"Died on {day:yyyy-MM-dd}, by the registers."),
        DecisionCodes.Died => new("登记显示本人已死亡。", "Has died, by the registers."),
        DecisionCodes.OtherProgramme when others is { Count: > 0 } => new(
            $"同期已享受{string.Join('、', others.Select(other => other.Name.Zh))}，不能重复享受。",
            $"Draws at the same time what excludes this subsidy: {string.Join(", ", others.Select(other => other.Name.En))}."),
        DecisionCodes.OtherProgramme => new("同期已享受其他补贴，不能重复享受。", "Draws another programme at the same time, which excludes this one."),
        DecisionCodes.Duplicate => new("本人在同一年度已有另一份申请。", "There is another application of the same person for the year."),
        _ => new(code, code),
    };
}
