using Wenden.Contracts.Forms;
using Wenden.Intake.Cases;

namespace Wenden.Intake.Commitments;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/materials/{material}/commitment/revoke</c> by a teller for the visitor, and
/// <c>POST /cases/{id}/items/{code}/materials/{material}/commitment/revoke</c> by the citizen: the commitment is taken back (撤回), until the item has
/// ended or the commitment was checked. After acceptance the paper becomes a gap. Revoking twice gives the same answer.
/// </summary>
internal static class RevokeCommitment
{
    public static void MapRevokeCommitment(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/commitment/revoke", ForVisitorAsync)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("intake.revoke-commitment")
            .WithName(nameof(RevokeCommitment))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/cases/{id:guid}/items/{code}/materials/{material}/commitment/revoke", OwnAsync)
            .RequireRole(Roles.Citizen)
            .AsCommand()
            .Audited("intake.revoke-own-commitment")
            .WithName("RevokeOwnCommitment")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ForVisitorAsync(
        string site, Guid id, string code, string material, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct) =>
        await RevokeAsync(site, id, code, material, caller.AccountName(), unit, clock.HallNow(), ct)
        ?? TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct));

    private static async Task<IResult> OwnAsync(
        Guid id, string code, string material, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var site = await unit.Connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select site from cases where id = @id and person_id = @person", new { id, person = caller.PersonId() }, cancellationToken: ct));
        if (site is null)
            return Problem.NotFound("case.unknown");
        return await RevokeAsync(site, id, code, material, Roles.Citizen, unit, clock.HallNow(), ct) ?? TypedResults.NoContent();
    }

    /// <summary>Why it cannot be; null where it is revoked now.</summary>
    private static async Task<IResult?> RevokeAsync(
        string site, Guid id, string code, string material, string who, UnitOfWork unit, DateTimeOffset now, CancellationToken ct)
    {
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        var item = before.Items.FirstOrDefault(other => other.Code == code);
        if (before.CommitmentInForce(code, material) is not { } commitment)
        {
            return item?.Commitments.Any(other => other.Material == material) == true ? null : Problem.NotFound("commitment.unknown", material);
        }

        if (commitment.State is not (CommitmentState.Offered or CommitmentState.Signed))
            return Problem.Conflict("commitment.checked", commitment.Name).With("state", commitment.State);
        if (Materials.MaterialTable.Ended.Contains(item!.State))
            return Problem.Conflict("item.ended", code).With("state", item.State);

        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_commitments set revoked_by = @who, revoked_at = @now where site = @site and id = @Id;
            update case_forms set state = 'withdrawn' where site = @site and id = @FormId;
            """, new { site, commitment.Id, commitment.FormId, who, now }, cancellationToken: ct));
        unit.Publish(new FormWithdrawn { Site = site, CaseId = id, FormId = commitment.FormId });
        if (before.AcceptedAt is not null)
            await unit.WantPaperAsync(before, commitment, who, now, ct);
        else
            await unit.SettleAsync(site, id, "commitment-revoked", now, ct);
        return null;
    }
}
