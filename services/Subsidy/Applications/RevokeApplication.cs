using Wenden.Contracts.Subsidy;
using Wenden.ServiceDefaults.Telemetry;
using Wenden.Subsidy.Payments;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// An approver revokes what was granted wrongly, with a written reason; what was paid is then claimed back. The person may apply again. The same
/// revoked again by the same person gives the same answer.
/// </summary>
internal static class RevokeApplication
{
    /// <param name="Note">Why; 1 to 2,000 characters.</param>
    internal sealed record Request(string Note);

    public static void MapRevokeApplication(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/revoke", Handle).RequireRole(Roles.Approver).AsCommand().Audited("subsidy.revoke");

    private static async Task<IResult> Handle(
        string site, Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Note))
            return Problem.Invalid("review.note-missing");
        if (Review.FaultOf(request.Note) is { } fault)
            return fault;

        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var revoked = await unit.Connection.QuerySingleOrDefaultAsync<Revoked>(new CommandDefinition(
            """
            update applications
               set state = 'revoked', revoked_by = @by, revoke_note = @Note, revoked_at = @now
             where site = @site and id = @id and state = 'approved'
            returning case_id, person_id, item, programme, year, amount, payee::text as payee
            """, new { site, id, by, now, request.Note }, cancellationToken: ct));
        if (revoked is null)
            return await RefuseAsync(unit, site, id, by, request.Note, ct);

        unit.Audit(revoked.PersonId, Why.Of(revoked.CaseId, id));
        await History.AddAsync(unit.Connection, site, id, now, by, States.Revoked, "revoked", request.Note, ct);
        await Clawbacks.AskAsync(unit.Connection, site, id, now, ct);
        unit.Publish(new SubsidyRevoked
        {
            Site = site,
            CaseId = revoked.CaseId,
            ApplicationId = id,
            Item = revoked.Item,
            PersonId = revoked.PersonId,
            Programme = revoked.Programme,
            Year = revoked.Year,
            Amount = revoked.Amount,
            Reason = WithoutPerson(request.Note, Payee.Read(revoked.Payee)),
            RevokedAt = now,
            RevokedBy = by,
        });
        return TypedResults.Ok(new Reviewed(id, States.Revoked, revoked.Amount));
    }

    private static async Task<IResult> RefuseAsync(UnitOfWork unit, string site, Guid id, string by, string note, CancellationToken ct)
    {
        var found = await unit.Connection.QuerySingleOrDefaultAsync<(string State, string? RevokedBy, string? RevokeNote, decimal Amount)?>(new CommandDefinition(
            "select state, revoked_by, revoke_note, amount from applications where site = @site and id = @id", new { site, id }, cancellationToken: ct));
        return found switch
        {
            null => Problem.NotFound("application.unknown"),
            (States.Revoked, var who, var why, var amount) when who == by && why == note => TypedResults.Ok(new Reviewed(id, States.Revoked, amount)),
            var (state, _, _, _) => Problem.Conflict("application.state", state).With("state", state),
        };
    }

    // What is written for the file may name the person; what leaves the service does not.
    private static string WithoutPerson(string note, Payee? payee)
    {
        var masked = PersonalData.Mask(note);
        foreach (var word in new[] { payee?.Name, payee?.IdNumber, payee?.Account }.Where(word => !string.IsNullOrWhiteSpace(word)))
            masked = masked.Replace(word!, "***", StringComparison.OrdinalIgnoreCase);
        return masked;
    }

    private sealed record Revoked
    {
        public Guid? CaseId { get; init; }

        public Guid PersonId { get; init; }

        public required string Item { get; init; }

        public required string Programme { get; init; }

        public int Year { get; init; }

        public decimal Amount { get; init; }

        public string? Payee { get; init; }
    }
}
