using Wenden.Intake.Cases;

namespace Wenden.Intake.Commitments;

/// <summary>What was committed to in place of a paper, and what becomes of it.</summary>
internal static class CommitmentTable
{
    /// <summary>Working days from acceptance in which a commitment is checked; a sample value.</summary>
    public const int DaysToCheck = 20;

    /// <summary>The commitment that stands for the material; null where there is none or it was revoked. Wants the case locked.</summary>
    public static CaseCommitment? CommitmentInForce(this CaseView of, string item, string material) =>
        of.Items.FirstOrDefault(other => other.Code == item)?.Commitments
            .LastOrDefault(commitment => commitment.Material == material && commitment.State != CommitmentState.Revoked);

    /// <summary>Notes which of the signed forms are commitments.</summary>
    public static Task RecordSignedCommitmentsAsync(
        this UnitOfWork unit, string site, Guid caseId, IEnumerable<Guid> forms, DateTimeOffset signedAt, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_commitments
               set signed_at = @signedAt
             where site = @site and case_id = @caseId and form_id = any(@forms) and state = 'offered'
            """, new { site, caseId, forms = forms.ToArray(), signedAt }, cancellationToken: ct));

    /// <summary>The paper that a commitment stood for is to be brought, and the item is not completed before.</summary>
    public static Task WantPaperAsync(
        this UnitOfWork unit, CaseView of, CaseCommitment commitment, string who, DateTimeOffset now, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_gaps (site, case_id, item, material, name, opened_by, opened_at, due_on)
            values (@Site, @CaseId, @Item, @Material, @Name, @who, @now, @dueOn)
                on conflict (site, case_id, item, material) do update
               set opened_by = excluded.opened_by, opened_at = excluded.opened_at, due_on = excluded.due_on, closed_by = null, closed_at = null
            """,
            new
            {
                of.Site, of.CaseId, commitment.Item, commitment.Material, commitment.Name, who, now,
                dueOn = WorkingDays.After(Hall.DayOf(now), CaseGaps.Days),
            },
            cancellationToken: ct));
}

/// <summary>How far a commitment has come.</summary>
internal static class CommitmentState
{
    /// <summary>Written, and not signed yet.</summary>
    public const string Offered = "offered";

    /// <summary>Signed: it stands for the paper.</summary>
    public const string Signed = "signed";

    /// <summary>Taken back by who gave it (撤回).</summary>
    public const string Revoked = "revoked";

    /// <summary>Checked and true.</summary>
    public const string Kept = "kept";

    /// <summary>Checked and false.</summary>
    public const string Broken = "broken";
}
