using System.Data;
using Wenden.Contracts.Registry;
using Wenden.Contracts.Subsidy;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Applications;

/// <summary>An application in second review or override, locked, with what the rules said of it.</summary>
internal sealed record Pending
{
    public required string Site { get; init; }

    public Guid Id { get; init; }

    public Guid? CaseId { get; init; }

    public Guid PersonId { get; init; }

    public required string Item { get; init; }

    public required string Programme { get; init; }

    public int Year { get; init; }

    public required string PolicySha256 { get; init; }

    public bool FirstApproves { get; init; }

    public bool FirstOverrides { get; init; }

    public DateOnly? DiedOn { get; init; }

    /// <summary>Codes of the obstacles that were known before.</summary>
    public required string[] Obstacles { get; init; }

    /// <summary>The outcome by the rules alone.</summary>
    public string? ByRules { get; init; }

    public decimal? AssessedAmount { get; init; }

    public bool? PaysMedical { get; init; }

    public required string[] Groups { get; init; }

    public required string[] Failed { get; init; }

    public required string[] Exclusions { get; init; }

    /// <summary>Locks the application for a step by somebody who did none of the earlier ones, and whom nobody's claim keeps out.</summary>
    public static Task<Pending?> LockAsync(
        IDbConnection connection, string site, Guid id, string state, string by, DateTimeOffset at, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Pending>(new CommandDefinition(
            """
            select site, id, case_id, person_id, item, programme, year, policy_sha256, first_approves, first_overrides, died_on, obstacles,
                   assessment ->> 'outcome' as by_rules, (assessment ->> 'amount')::numeric as assessed_amount,
                   (facts -> 'paysMedical' ->> 'value')::boolean as pays_medical,
                   array(select jsonb_array_elements_text(assessment -> 'groups')) as groups,
                   array(select jsonb_array_elements_text(assessment -> 'failed')) as failed,
                   array(select jsonb_array_elements_text(assessment -> 'exclusions')) as exclusions
              from applications
             where site = @site and id = @id and state = @state
               and lower(@by) not in (lower(accepted_by), lower(coalesce(first_reviewer, '')), lower(coalesce(second_reviewer, '')))
               and (claimed_by is null or claimed_until <= @at or lower(claimed_by) = lower(@by))
               for update
            """,
            new { site, id, state, by, at },
            cancellationToken: ct));

    /// <summary>The registry's present files of those whose applications stand in a state; asked before any of them is locked.</summary>
    /// <exception cref="HttpRequestException">The registry cannot be asked.</exception>
    public static async Task<IReadOnlyDictionary<Guid, PersonFile>> FilesAsync(
        IDbConnection connection, FactsOnRecord record, string site, IReadOnlyCollection<Guid> ids, string state, CancellationToken ct)
    {
        var persons = (await connection.QueryAsync<(Guid Id, Guid PersonId, Guid? CaseId)>(new CommandDefinition(
            "select id, person_id, case_id from applications where site = @site and id = any(@ids) and state = @state",
            new { site, ids = ids.ToArray(), state }, cancellationToken: ct))).AsList();
        if (persons.Count == 0)
            return new Dictionary<Guid, PersonFile>();
        var purpose = persons is [var (id, _, caseId)] ? Why.Of(caseId, id) : null;
        return await record.ReadManyAsync([.. persons.Select(row => row.PersonId).Distinct()], purpose, ct);
    }

    /// <summary>What rules and registers say now; nothing where the application cannot be judged from what is stored.</summary>
    public async Task<(Outcome Outcome, DateOnly? DiedOn, Decisions.Findings Findings)?> JudgeAsync(
        IDbConnection connection, Policy policy, PersonFile? file, CancellationToken ct)
    {
        var diedOn = file is null ? DiedOn : OnRecord.DeathIn(file);
        var obstacles = await Applications.Obstacles.FindAsync(connection, PersonId, policy, diedOn, ct);
        if (!Enum.TryParse<Outcome>(ByRules, ignoreCase: true, out var byRules))
            return null;
        var outcome = Applications.Obstacles.Outcome(byRules, obstacles);
        var isBroken = outcome == Outcome.Incomplete || (outcome == Outcome.Eligible && AssessedAmount is not > 0);
        return isBroken ? null : (outcome, diedOn, new Decisions.Findings(Groups, Failed, Exclusions, obstacles));
    }

    /// <summary>Tells the decision to where the application came from; one that continues the year before came from no case.</summary>
    public void Tell(UnitOfWork unit, bool isApproved, decimal amount, IReadOnlyList<string> reasons, DateTimeOffset at)
    {
        if (CaseId is not { } caseId)
            return;
        unit.Publish(new SubsidyDecided
        {
            Site = Site, CaseId = caseId, ApplicationId = Id, Item = Item, Approved = isApproved, Amount = amount, Reasons = reasons, DecidedAt = at,
        });
    }
}
