using System.Data;

namespace Wenden.Subsidy.Applications;

/// <summary>An application as it is stored, and the facts of the one that was approved for the same person the year before.</summary>
internal sealed record ApplicationRow
{
    public required string Site { get; init; }

    public Guid Id { get; init; }

    public Guid? CaseId { get; init; }

    public Guid? RenewedFrom { get; init; }

    public required string Item { get; init; }

    public Guid PersonId { get; init; }

    public required string Programme { get; init; }

    public int Year { get; init; }

    public required string PolicySha256 { get; init; }

    public DateOnly AppliedOn { get; init; }

    public DateTimeOffset AcceptedAt { get; init; }

    public required string AcceptedBy { get; init; }

    public required string State { get; init; }

    public Guid? DuplicateOf { get; init; }

    public string? Facts { get; init; }

    public string? FactsBefore { get; init; }

    public string? Assessment { get; init; }

    public string? Outcome { get; init; }

    public string? Payee { get; init; }

    public required string[] Obstacles { get; init; }

    public DateOnly? DiedOn { get; init; }

    public string? Supplement { get; init; }

    public string? SupplementAskedBy { get; init; }

    public DateTimeOffset? SupplementAskedAt { get; init; }

    public string? FirstReviewer { get; init; }

    public bool? FirstApproves { get; init; }

    public bool FirstOverrides { get; init; }

    public string? FirstNote { get; init; }

    public string? SecondReviewer { get; init; }

    public bool? SecondApproves { get; init; }

    public bool SecondOverrides { get; init; }

    public string? SecondNote { get; init; }

    public string? OverriddenBy { get; init; }

    public string? OverrideNote { get; init; }

    public DateTimeOffset? OverriddenAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public decimal Amount { get; init; }

    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    public Guid? NoticeId { get; init; }

    public DateOnly? NoticeEndsOn { get; init; }

    public string? ReleasedBy { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    public string? RevokedBy { get; init; }

    public string? RevokeNote { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>By its own id, or the first of a case.</summary>
    public static Task<ApplicationRow?> ReadAsync(
        IDbConnection connection, string site, Guid? id, Guid? caseId, DateTimeOffset now, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<ApplicationRow>(new CommandDefinition(
            """
            select a.site, a.id, a.case_id, a.renewed_from, a.item, a.person_id, a.programme, a.year, a.policy_sha256, a.applied_on, a.accepted_at,
                   a.accepted_by, a.state, a.duplicate_of, a.facts::text as facts, a.assessment::text as assessment, a.outcome, a.payee::text as payee,
                   a.obstacles, a.died_on, a.supplement, a.supplement_asked_by, a.supplement_asked_at, a.first_reviewer, a.first_approves,
                   a.first_overrides, a.first_note, a.second_reviewer, a.second_approves, a.second_overrides, a.second_note, a.overridden_by,
                   a.override_note, a.overridden_at, a.decided_at, a.amount, a.notice_id,
                   (select n.ends_on from notices n where n.id = a.notice_id) as notice_ends_on, a.released_by, a.released_at, a.revoked_by, a.revoke_note, a.revoked_at,
                   case when a.claimed_until > @now then a.claimed_by end as claimed_by,
                   case when a.claimed_until > @now then a.claimed_until end as claimed_until,
                   (select b.facts::text
                      from applications b
                     where b.person_id = a.person_id and b.programme = a.programme and b.year = a.year - 1 and b.state = 'approved') as facts_before
              from applications a
             where a.site = @site and (a.id = @id or a.case_id = @caseId)
             order by a.accepted_at, a.id
             limit 1
            """, new { site, id, caseId, now }, cancellationToken: ct));
}
