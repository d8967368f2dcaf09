using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Notices;

/// <summary><c>POST /sites/{site}/applications/{id}/objections</c>: an objection brought to the window, to an application that is decided.</summary>
internal static class RecordObjection
{
    internal sealed record Request
    {
        /// <summary>Name of who objects, 1 to 50 characters.</summary>
        public required string From { get; init; }

        /// <summary>A telephone number.</summary>
        public string? Contact { get; init; }

        /// <summary>1 to 1,000 characters.</summary>
        public required string Text { get; init; }
    }

    public static void MapRecordObjection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/applications/{id:guid}/objections", Handle).RequireRole(Roles.Teller, Roles.Reviewer)
            .AsCommand(requireKey: true).Audited("subsidy.record-objection");

    private static async Task<IResult> Handle(
        string site, Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var objection = new NewObjection
        {
            Site = site, ApplicationId = id, From = request.From, Contact = request.Contact, Text = request.Text, By = caller.AccountName(), At = clock.GetUtcNow(),
        };
        if (objection.Fault() is { } fault)
            return fault;
        var found = await unit.Connection.QuerySingleOrDefaultAsync<(Guid PersonId, Guid? CaseId, string State)?>(new CommandDefinition(
            "select person_id, case_id, state from applications where site = @site and id = @id for update", new { site, id }, cancellationToken: ct));
        if (found is not var (personId, caseId, state))
            return Problem.NotFound("application.unknown");
        if (state is not (States.Approved or States.Refused or States.Revoked))
            return Problem.Conflict("application.state", state).With("state", state);

        unit.Audit(personId, Why.Of(caseId, id));
        var added = await objection.AddAsync(unit.Connection, ct);
        return TypedResults.Created((string?)null, new Objected(added!.Value, "open", objection.At));
    }
}
