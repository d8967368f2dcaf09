using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Notices;

/// <summary>
/// <c>POST /sites/{site}/objections/{id}/decide</c>: an approver upholds or rejects an objection, with an answer in writing; never who gave the last word on
/// the application. What is upheld revokes nothing by itself: the answer says so, and the list shows what is to be revoked.
/// </summary>
internal static class DecideObjection
{
    private const int LongestAnswer = 2_000;

    private static readonly Text _revoke = new(
        "异议成立不会自动撤销原决定；需要撤销的，请由审批人员另行办理撤销。", "An objection that is upheld revokes nothing by itself: an approver has to revoke the decision.");

    internal sealed record Request
    {
        public required bool Upheld { get; init; }

        /// <summary>1 to 2,000 characters, for whoever objected.</summary>
        public required string Answer { get; init; }
    }

    internal sealed record Decided
    {
        public required Guid Id { get; init; }

        /// <summary><c>upheld</c> or <c>rejected</c>.</summary>
        public required string State { get; init; }

        public required string Answer { get; init; }

        public required string DecidedBy { get; init; }

        public required DateTimeOffset DecidedAt { get; init; }

        /// <summary>Whether an approval stands that somebody still has to revoke.</summary>
        public required bool ToRevoke { get; init; }

        /// <summary>What is still to be done, where anything is.</summary>
        public Text? Hint { get; init; }
    }

    public static void MapDecideObjection(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/objections/{id:guid}/decide", Handle).RequireRole(Roles.Approver).AsCommand().Audited("subsidy.decide-objection");

    private static async Task<IResult> Handle(
        string site, Guid id, Request request, ClaimsPrincipal caller, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var answer = request.Answer.Trim();
        if (answer.Length is 0 or > LongestAnswer || answer.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
            return Problem.Invalid("objection.answer", LongestAnswer);

        var (by, now, state) = (caller.AccountName(), clock.GetUtcNow(), request.Upheld ? "upheld" : "rejected");
        var isTaken = await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            update objections o
               set state = @state, answer = @answer, decided_by = @by, decided_at = @now
             where site = @site and id = @id and state = 'open'
               and not exists (
                   select from applications a
                     left join notice_people p on p.notice_id = o.notice_id and p.application_id = a.id
                    where a.site = o.site
                      and (a.id = o.application_id or (o.application_id is null and o.about in (p.name, concat_ws(' ', p.name, p.id_number))))
                      and lower(@by) in (lower(a.second_reviewer), lower(a.overridden_by)))
            """,
            new { site, id, state, answer, by, now },
            cancellationToken: ct)) == 1;
        var stands = await FindAsync(unit, site, id, ct);
        if (stands is null)
            return Problem.NotFound("objection.unknown");
        if (!isTaken && stands.State == "open")
            return Problem.Forbidden("objection.same-person");
        if (!isTaken && (stands.State, stands.Answer, stands.DecidedBy) != (state, answer, by))
            return Problem.Conflict("objection.decided").With("state", stands.State);

        if (stands is { ApplicationId: { } application, PersonId: { } person })
        {
            unit.Audit(person, Why.Of(stands.CaseId, application));
            if (isTaken)
                await History.AddAsync(unit.Connection, site, application, now, by, stands.ApplicationState!, $"objection-{state}", answer, ct);
        }

        return TypedResults.Ok(new Decided
        {
            Id = id, State = stands.State, Answer = stands.Answer!, DecidedBy = stands.DecidedBy!, DecidedAt = stands.DecidedAt!.Value,
            ToRevoke = stands.ToRevoke, Hint = stands.ToRevoke ? _revoke : null,
        });
    }

    // Locks the application as well, since its history gets another step.
    private static async Task<ObjectionView?> FindAsync(UnitOfWork unit, string site, Guid id, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            select from applications
             where site = @site and id = (select application_id from objections where site = @site and id = @id)
               for update
            """, new { site, id }, cancellationToken: ct));
        return await unit.Connection.QuerySingleOrDefaultAsync<ObjectionView>(new CommandDefinition(
            $"""
            select o.*, a.person_id, a.case_id, a.state as application_state, {ListObjections.ToRevoke} as to_revoke
              from objections o
              left join applications a on a.site = o.site and a.id = o.application_id
             where o.site = @site and o.id = @id
            """, new { site, id }, cancellationToken: ct));
    }
}
