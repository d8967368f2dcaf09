using Wenden.Contracts.Intake;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Commitments;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/materials/{material}/commitment/check</c>: a reviewer has compared what was committed to with the
/// truth (事中事后核查). One that is false goes on the person's record in the registry; the paper is wanted where the item goes on, and a correction is
/// asked for where it was completed. The same finding again gives the same answer.
/// </summary>
internal static class CheckCommitment
{
    private const int LongestNote = 500;

    internal sealed record Request
    {
        /// <summary>Whether it is true.</summary>
        public required bool Kept { get; init; }

        /// <summary>What it was compared with, or what is false; up to 500 characters, not empty for a false one.</summary>
        public string? Note { get; init; }
    }

    public static void MapCheckCommitment(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/commitment/check", Handle)
            .RequireRole(Roles.Reviewer)
            .AsCommand()
            .Audited("intake.check-commitment")
            .WithName(nameof(CheckCommitment))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site, Guid id, string code, string material, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var note = request.Note?.Trim() ?? "";
        if (note.Length > LongestNote || (!request.Kept && note.Length == 0))
            return Problem.Invalid("commitment.note", LongestNote);
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.CommitmentInForce(code, material) is not { } commitment)
            return Problem.NotFound("commitment.unknown", material);
        if (commitment.State == (request.Kept ? CommitmentState.Kept : CommitmentState.Broken))
            return TypedResults.Ok(before);
        if (commitment.State is CommitmentState.Kept or CommitmentState.Broken)
            return Problem.Conflict("commitment.checked", commitment.Name).With("state", commitment.State);
        if (commitment.State != CommitmentState.Signed || before.AcceptedAt is null)
            return Problem.Conflict("commitment.not-in-force", commitment.Name).With("state", commitment.State);

        var (who, now) = (caller.AccountName(), clock.HallNow());
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "update case_commitments set kept = @Kept, note = nullif(@note, ''), checked_by = @who, checked_at = @now where site = @site and id = @Id",
            new { site, commitment.Id, request.Kept, note, who, now }, cancellationToken: ct));
        if (!request.Kept)
            await PunishAsync(unit, before, commitment, note, who, now, ct);
        return TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct));
    }

    private static async Task PunishAsync(
        UnitOfWork unit, CaseView of, CaseCommitment commitment, string note, string who, DateTimeOffset now, CancellationToken ct)
    {
        unit.Publish(new CommitmentBroken
        {
            Site = of.Site, CaseId = of.CaseId, CommitmentId = commitment.Id, PersonId = of.PersonId, Material = commitment.Name, FoundAt = now,
        });
        var item = of.Items.Single(other => other.Code == commitment.Item);
        if (item is { State: ItemState.Completed, FollowUp: "none" } && of.Corrections.All(other => other.Item != item.Code || other.Result is not null))
            await unit.AskCorrectionAsync(of, item, note, who, now, ct);
        else if (!Materials.MaterialTable.Ended.Contains(item.State))
            await unit.WantPaperAsync(of, commitment, who, now, ct);
    }
}
