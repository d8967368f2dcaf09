using Wenden.Contracts.Forms;
using Wenden.Contracts.Intake;
using Wenden.Intake.Catalogue;
using Wenden.Intake.Materials;
using Wenden.Intake.Neighbours;

namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/accept</c>: the teller who opened the case, and nobody else, accepts it once nothing is left to sign, also
/// after the visitor has left, and every main material (主件) is handed in, proved by data or committed to; without secondary ones where these are named as
/// gaps. What another service follows up goes there; the receipt is asked for, and a notice where something is brought later. Accepting twice gives the
/// same answer.
/// </summary>
internal static class AcceptCase
{
    private const string Receipt = "acceptance-receipt", GapNotice = "gap-notice";

    internal sealed record Request
    {
        /// <summary>What the items are accepted without; nothing without it.</summary>
        public IReadOnlyList<CaseGaps.Wanted> Gaps { get; init; } = [];
    }

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
        string site, Guid id, Request? request, ClaimsPrincipal caller, UnitOfWork unit, CatalogueSet catalogues, RegistryClient registry, TimeProvider clock,
        CancellationToken ct)
    {
        var (teller, now, gaps) = (caller.AccountName(), clock.HallNow(), request?.Gaps ?? []);
        var facts = await ProvingFactsAsync(site, id, unit.Connection, catalogues, registry, now, ct);
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        var catalogue = catalogues.On(Hall.DayOf(before.OpenedAt));
        if (CaseGaps.Refuse(gaps, before, catalogue) is { } refusal)
            return refusal;
        if (before.State == ItemState.Signed && before.OpenedBy == teller
            && (await unit.Connection.MaterialsOfCaseAsync(site, id, Hall.DayOf(now), ct))!.LackingMain(catalogue, facts) is { Count: > 0 } lacking)
        {
            return Problem.Conflict("case.main-material", string.Join('、', lacking)).With("missing", lacking);
        }

        var accepted = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update cases
               set accepted_at = @now
             where site = @site and id = @id and opened_by = @teller and accepted_at is null
               and not exists (select 1 from case_items where site = @site and case_id = @id and state <> 'signed')
            """, new { site, id, teller, now }, cancellationToken: ct));
        if (accepted == 1)
        {
            await unit.OpenGapsAsync(before, gaps, catalogue, teller, now, ct);
            await AcceptAsync(site, id, teller, now, unit, ct);
        }

        var found = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (found.OpenedBy != teller)
            return Problem.Forbidden("case.not-yours", found.OpenedBy);
        return found.AcceptedAt is null ? Problem.Conflict("case.not-signed").With("state", found.State) : TypedResults.Ok(found);
    }

    /// <summary>
    /// What the registry holds on the person, where it decides over the main materials of what can be accepted now; asked before the case is locked.
    /// </summary>
    private static async Task<IReadOnlySet<string>?> ProvingFactsAsync(
        string site, Guid id, NpgsqlConnection connection, CatalogueSet catalogues, RegistryClient registry, DateTimeOffset now, CancellationToken ct)
    {
        var papers = await connection.MaterialsOfCaseAsync(site, id, Hall.DayOf(now), ct);
        return papers is not null && papers.Items.All(item => item.State == ItemState.Signed) && papers.LackingMain(catalogues.On(Hall.DayOf(papers.OpenedAt)), facts: null).Count > 0
            ? await registry.ProvingFactsAsync(papers.PersonId, papers.EmployerCode, Purpose.Case(id), ct)
            : null;
    }

    private static async Task AcceptAsync(string site, Guid id, string teller, DateTimeOffset now, UnitOfWork unit, CancellationToken ct)
    {
        var move = new ItemMove
        {
            Site = site, CaseId = id, From = [ItemState.Signed], To = ItemState.Accepted, Who = teller, Why = "accepted", At = now,
        };
        await unit.MoveAsync(move, ct);

        var accepted = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        await PromiseAsync(accepted, Hall.DayOf(now), unit, ct);
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
        var wanted = new List<WantedForm> { await unit.WantFormAsync(accepted, Receipt, CaseValues.ForReceipt(accepted, teller, now), now, ct) };
        var lacking = accepted.Items.Where(item => item.Gaps.Count > 0).ToArray();
        if (lacking.Length > 0)
            wanted.Add(await unit.WantFormAsync(accepted, GapNotice, NoticeOf(accepted, lacking, teller, now), now, ct));
        unit.Publish(accepted.AskFor(wanted));
    }

    private static Dictionary<string, string> NoticeOf(CaseView accepted, CaseItem[] lacking, string teller, DateTimeOffset now)
    {
        var gaps = lacking.SelectMany(item => item.Gaps).ToArray();
        return CaseValues.ForNotice(accepted, lacking, string.Join('、', gaps.Select(gap => gap.Name).Distinct()), gaps.Min(gap => gap.DueOn), teller, now);
    }

    private static async Task PromiseAsync(CaseView accepted, DateOnly today, UnitOfWork unit, CancellationToken ct) =>
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update case_items
               set due_on = promised.due_on
              from unnest(@codes, @days) as promised (code, due_on)
             where case_items.site = @Site and case_items.case_id = @CaseId and case_items.code = promised.code
            """,
            new
            {
                accepted.Site, accepted.CaseId, codes = accepted.Items.Select(item => item.Code).ToArray(),
                days = accepted.Items.Select(item => WorkingDays.After(today, item.PromisedDays)).ToArray(),
            }, cancellationToken: ct));
}
