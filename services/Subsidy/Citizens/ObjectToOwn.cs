using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Notices;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Citizens;

/// <summary>
/// <c>POST /own-applications/{id}/objections</c>: a citizen objects to the decision on the own application, until the day that the letter names; one
/// objection at a time.
/// </summary>
internal static class ObjectToOwn
{
    internal sealed record Request
    {
        /// <summary>1 to 1,000 characters.</summary>
        public required string Text { get; init; }
    }

    public static void MapObjectToOwn(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/own-applications/{id:guid}/objections", Handle).RequireRole(Roles.Citizen).AsCommand(requireKey: true)
            .Audited("subsidy.object-to-own");

    private static async Task<IResult> Handle(
        Guid id, Request request, ClaimsPrincipal caller, PolicyBook policies, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var own = await unit.Connection.QuerySingleOrDefaultAsync<DecidedApplication>(new CommandDefinition(
            $"select {DecidedApplication.Columns} from applications a where a.id = @id and a.person_id = @person for update",
            new { id, person = caller.PersonId() }, cancellationToken: ct));
        if (own is null)
            return Problem.NotFound("application.unknown");
        var now = clock.GetUtcNow();
        var objection = new NewObjection
        {
            Site = own.Site, ApplicationId = id, From = NameOf(own), Text = request.Text, By = NewObjection.Applicant, At = now,
        };
        if (objection.Fault() is { } fault)
            return fault;
        if (own.State is not (States.Approved or States.Refused))
            return Problem.Conflict("application.state", own.State).With("state", own.State);
        if (policies.Of(own.PolicySha256) is { } policy && DecisionLetter.ObjectBy(own.DecidedAt!.Value, policy) < Hall.DayOf(now))
            return Problem.Conflict("objection.too-late");

        unit.Audit(own.PersonId, Why.Of(own.CaseId, id));
        return await objection.AddAsync(unit.Connection, ct) is { } added
            ? TypedResults.Created((string?)null, new Objected(added, "open", now))
            : Problem.Conflict("objection.open");
    }

    private static string NameOf(DecidedApplication own) =>
        own.Payee?.Name?.Trim() is { } name && NewObjection.IsLine(name, NewObjection.LongestName) ? name : "申请人本人";
}
