using Wenden.Intake.Cases;
using Wenden.Intake.Catalogue;

namespace Wenden.Intake.Commitments;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/materials/{material}/commitment</c>: the teller has the commitment (告知承诺) written that can stand
/// for the material, for the visitor to sign with the other forms. Nobody has to; who has broken one brings the paper. Offering again what is in force
/// gives the same answer. Source: 国办发〔2020〕42号.
/// </summary>
internal static class OfferCommitment
{
    private const string Form = "personal-commitment";

    public static void MapOfferCommitment(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/materials/{material}/commitment", Handle)
            .RequireRole(Roles.Teller)
            .AsCommand()
            .Audited("intake.offer-commitment")
            .WithName(nameof(OfferCommitment))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        string site, Guid id, string code, string material, ClaimsPrincipal caller, UnitOfWork unit, CatalogueSet catalogues, TimeProvider clock,
        CancellationToken ct)
    {
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.Items.FirstOrDefault(other => other.Code == code) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        var catalogue = catalogues.On(Hall.DayOf(before.OpenedAt));
        if (!catalogue.Needs(code, before.Employer?.Authority).Contains(material))
            return Problem.NotFound("material.not-needed", material);
        if (catalogue.Materials[material] is not { Commits: { } text } wanted)
            return Problem.Invalid("commitment.not-possible", catalogue.Materials[material].Name);
        if (before.CommitmentInForce(code, material) is not null)
            return TypedResults.Ok(before);
        if (before.AcceptedAt is not null || item.State == ItemState.Withdrawn)
            return Problem.Conflict("commitment.too-late", code).With("state", item.State);
        if (await BrokenAsync(unit, before.PersonId, ct) is { } broken)
            return Problem.Conflict("commitment.not-trusted", broken);

        var (teller, now) = (caller.AccountName(), clock.HallNow());
        var form = await unit.WantFormAsync(before, Form, CaseValues.ForCommitment(before, item, wanted.Name, text, teller, now), now, ct, code);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_commitments (site, id, case_id, item, material, name, person_id, form_id, offered_by, offered_at)
            values (@site, @commitmentId, @id, @code, @material, @Name, @PersonId, @FormId, @teller, @now)
            """,
            new { site, commitmentId = Guid.CreateVersion7(now), id, code, material, wanted.Name, before.PersonId, form.FormId, teller, now },
            cancellationToken: ct));
        await unit.MoveAsync(
            new ItemMove
            {
                Site = site, CaseId = id, Codes = [code], From = [ItemState.Signed], To = ItemState.AwaitingSignature, Who = teller, Why = "commitment-offered",
                At = now,
            },
            ct);
        unit.Publish(before.AskFor([form]));
        return TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct));
    }

    /// <summary>What the person has falsely committed to, at any site; null where nothing.</summary>
    private static Task<string?> BrokenAsync(UnitOfWork unit, Guid personId, CancellationToken ct) =>
        unit.Connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select name from case_commitments where person_id = @personId and state = 'broken' order by checked_at desc limit 1",
            new { personId }, cancellationToken: ct));
}
