using Wenden.Contracts.Forms;
using Wenden.Contracts.Intake;

namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/accept</c>: the teller who opened the case, and nobody else, accepts it once nothing is left to sign, also
/// after the visitor has left. What another service follows up goes there; the receipt is asked for. Accepting twice gives the same answer.
/// </summary>
internal static class AcceptCase
{
    private const string Receipt = "acceptance-receipt";

    public static void MapAcceptCase(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/accept", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("intake.accept-case")
            .WithName(nameof(AcceptCase))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site, Guid id, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var (teller, now) = (caller.AccountName(), clock.HallNow());
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");

        var accepted = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update cases
               set accepted_at = @now
             where site = @site and id = @id and opened_by = @teller and accepted_at is null
               and not exists (select 1 from case_items where site = @site and case_id = @id and state <> 'signed')
            """, new { site, id, teller, now }, cancellationToken: ct));
        if (accepted == 1)
            await AcceptAsync(site, id, teller, now, unit, ct);

        var found = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (found.OpenedBy != teller)
            return Problem.Forbidden("case.not-yours", found.OpenedBy);
        return found.AcceptedAt is null ? Problem.Conflict("case.not-signed").With("state", found.State) : TypedResults.Ok(found);
    }

    private static async Task AcceptAsync(string site, Guid id, string teller, DateTimeOffset now, UnitOfWork unit, CancellationToken ct)
    {
        var move = new ItemMove
        {
            Site = site, CaseId = id, From = [ItemState.Signed], To = ItemState.Accepted, Who = teller, Why = "accepted", At = now,
        };
        await unit.MoveAsync(move, ct);

        var accepted = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        var followed = accepted.Items.Where(item => item.FollowUp != "none").Select(item => item.Code).ToArray();
        await unit.MoveAsync(
            move with { Codes = followed, From = [ItemState.Accepted], To = ItemState.InReview, Who = "intake", Why = "follow-up" }, ct);
        if (accepted.Items.Any(item => item.FollowUp == "certification"))
            await unit.CompleteCertifiedAsync(site, accepted.PersonId, now, ct);

        unit.Publish(new CaseAccepted
        {
            Site = site,
            CaseId = id,
            PersonId = accepted.PersonId,
            Items =
            [
                .. accepted.Items.Select(item => new AcceptedItem { Code = item.Code, FollowUp = item.FollowUp == "none" ? null : item.FollowUp }),
            ],
            AcceptedAt = now,
            AcceptedBy = teller,
        });
        unit.Publish(new RenderForms
        {
            Site = site, CaseId = id, PersonId = accepted.PersonId, Forms = [await WantReceiptAsync(accepted, teller, now, unit, ct)],
        });
    }

    private static async Task<WantedForm> WantReceiptAsync(
        CaseView accepted, string teller, DateTimeOffset now, UnitOfWork unit, CancellationToken ct)
    {
        var formId = Guid.CreateVersion7(now);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "insert into case_forms (site, id, case_id, template) values (@Site, @formId, @CaseId, @Receipt)",
            new { accepted.Site, formId, accepted.CaseId, Receipt }, cancellationToken: ct));
        return new WantedForm { FormId = formId, Template = Receipt, Values = CaseValues.ForReceipt(accepted, teller, now) };
    }
}
