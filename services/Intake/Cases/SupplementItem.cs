using Wenden.Contracts.Intake;

namespace Wenden.Intake.Cases;

/// <summary>
/// <c>POST /sites/{site}/cases/{id}/items/{code}/supplement</c>: a reviewer asks the visitor for all that is missing (补正), once an item, and in
/// writing.
/// <c>…/supplied</c>: it was brought, and the item goes on; the days in between do not count against the promise. Both are safe to send twice.
/// For an item that another service follows up that service asks, and is told when it was brought.
/// </summary>
internal static class SupplementItem
{
    /// <summary>Working days in which to bring it; a sample value.</summary>
    public const int Days = 5;

    private const int LongestText = 500;
    private const string Notice = "one-time-notice";

    internal sealed record Request
    {
        /// <summary>All that is missing, for the visitor to read; 1 to 500 characters.</summary>
        public required string Missing { get; init; }
    }

    public static void MapSupplementItem(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/supplement", AskAsync)
            .RequireRole(Roles.Reviewer)
            .AsCommand()
            .Audited("intake.ask-supplement")
            .WithName(nameof(SupplementItem))
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/sites/{site}/cases/{id:guid}/items/{code}/supplied", SuppliedAsync)
            .RequireRole(Roles.Teller, Roles.Reviewer)
            .AsCommand()
            .Audited("intake.take-supplement")
            .WithName("TakeSupplement")
            .Produces<CaseView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> AskAsync(
        string site, Guid id, string code, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var missing = request.Missing.Trim();
        if (missing.Length is 0 or > LongestText)
            return Problem.Invalid("supplement.missing", LongestText);
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.Items.FirstOrDefault(other => other.Code == code) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (item.Instant || item.FollowUp != "none")
            return Problem.Conflict("item.not-reviewed", code).With("state", item.State);
        if (item.Supplement is { } earlier)
        {
            return earlier.Missing == missing && earlier.AskedBy == caller.AccountName()
                ? TypedResults.Ok(before)
                : Problem.Conflict("supplement.asked", code).With("askedAt", earlier.AskedAt);
        }

        return await AskForAsync(unit, before, item, missing, caller.AccountName(), [ItemState.Accepted], clock.HallNow(), ct)
            ? TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct))
            : item.RefuseEnd(before);
    }

    /// <summary>
    /// Has an item wait for what is missing and asks Forms for the one-time notice. False where it stands elsewhere than the step begins. Wants the case
    /// locked, and an item that was not asked for yet.
    /// </summary>
    public static async Task<bool> AskForAsync(
        UnitOfWork unit, CaseView of, CaseItem item, string missing, string who, string[] from, DateTimeOffset now, CancellationToken ct)
    {
        var moved = await unit.MoveAsync(
            new ItemMove
            {
                Site = of.Site, CaseId = of.CaseId, Codes = [item.Code], From = from, To = ItemState.AwaitingSupplement, Who = who, Why = "supplement-asked",
                At = now,
            },
            ct);
        if (moved.Count == 0)
            return false;
        var dueOn = WorkingDays.After(Hall.DayOf(now), Days);
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into case_supplements (site, case_id, item, missing, asked_by, asked_at, due_on)
            values (@Site, @CaseId, @Code, @missing, @who, @now, @dueOn)
            """,
            new { of.Site, of.CaseId, item.Code, missing, who, now, dueOn }, cancellationToken: ct));
        var notice = await unit.WantFormAsync(of, Notice, CaseValues.ForNotice(of, [item], missing, dueOn, who, now), now, ct);
        unit.Publish(of.AskFor([notice]));
        return true;
    }

    private static async Task<IResult> SuppliedAsync(
        string site, Guid id, string code, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (!await unit.LockCaseAsync(site, id, ct))
            return Problem.NotFound("case.unknown");
        var before = (await unit.Connection.ReadCaseAsync(site, id, ct))!;
        if (before.Items.FirstOrDefault(other => other.Code == code) is not { } item)
            return Problem.NotFound("case.item-unknown", code);
        if (item.Supplement is not { } asked)
            return Problem.Conflict("supplement.not-asked", code).With("state", item.State);

        var (now, who) = (clock.HallNow(), caller.AccountName());
        var goesOnHere = item.FollowUp == "none";
        var moved = await unit.MoveAsync(
            new ItemMove
            {
                Site = site, CaseId = id, Codes = [code], From = [ItemState.AwaitingSupplement], To = goesOnHere ? ItemState.Accepted : ItemState.InReview,
                Who = who, Why = "supplied", At = now,
            },
            ct);
        if (moved.Count > 0)
        {
            var waited = WorkingDays.Between(Hall.DayOf(asked.AskedAt), Hall.DayOf(now));
            await unit.Connection.ExecuteAsync(new CommandDefinition(
                """
                update case_supplements set supplied_by = @who, supplied_at = @now where site = @site and case_id = @id and item = @code;
                update case_items set due_on = @dueOn where site = @site and case_id = @id and code = @code;
                """,
                new { site, id, code, who, now, dueOn = item.DueOn is { } due ? WorkingDays.After(due, waited) : (DateOnly?)null }, cancellationToken: ct));
            if (!goesOnHere)
                unit.Publish(new ItemSupplied { Site = site, CaseId = id, Item = code, FollowUp = item.FollowUp, SuppliedBy = who, SuppliedAt = now });
        }
        else if (asked.SuppliedAt is null)
        {
            return item.RefuseEnd(before);
        }

        return TypedResults.Ok(await unit.Connection.ReadCaseAsync(site, id, ct));
    }
}
