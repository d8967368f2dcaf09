using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Notices;

/// <summary>
/// <c>POST /sites/{site}/notices</c>: announces everybody approved who was not announced yet (公示). The list is masked once and for all when it is
/// published.
/// </summary>
internal static class PublishNotice
{
    internal sealed record Request
    {
        public required string Programme { get; init; }

        public required int Year { get; init; }
    }

    /// <summary>A notice of so many people. <c>EndsOn</c> is its last day; it is over on the next.</summary>
    internal sealed record Published(Guid Id, string Site, string Programme, int Year, DateTimeOffset PublishedAt, DateOnly EndsOn, int Count);

    public static void MapPublishNotice(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sites/{site}/notices", Handle).RequireRole(Roles.Approver).AsCommand().Audited("subsidy.publish-notice");

    private static async Task<IResult> Handle(
        string site, Request request, ClaimsPrincipal caller, PolicyBook policies, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (policies.Find(request.Programme, request.Year) is not { } policy)
            return Problem.NotFound("programme.unknown", request.Programme, request.Year);

        var (by, now) = (caller.AccountName(), clock.GetUtcNow());
        var (id, endsOn) = (Guid.CreateVersion7(now), Hall.DayOf(now).AddDays(policy.Notice.Days));
        var announced = await TakeAsync(unit, site, id, policy, ct);
        if (announced.Count == 0)
            return Problem.Conflict("notice.nothing");
        foreach (var row in announced)
            unit.Audit(row.PersonId, Why.Of(row.CaseId, row.Id));

        await WriteAsync(unit, site, id, policy, by, now, endsOn, announced, ct);
        return TypedResults.Ok(new Published(id, site, policy.Programme, policy.Year, now, endsOn, announced.Count));
    }

    // Who publishes at the same moment waits here, and finds what is left.
    private static async Task<List<Row>> TakeAsync(UnitOfWork unit, string site, Guid id, Policy policy, CancellationToken ct)
    {
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('notices ' || @site, 4050))", new { site }, cancellationToken: ct));
        return (await unit.Connection.QueryAsync<Row>(new CommandDefinition(
            """
            with announced as (
                update applications
                   set notice_id = @id
                 where site = @site and programme = @Programme and year = @Year and state = 'approved' and notice_id is null
                returning id, person_id, case_id, accepted_at, payee::text as payee, amount,
                          array(select jsonb_array_elements_text(assessment -> 'groups')) as groups)
            select * from announced order by accepted_at, id
            """,
            new { site, id, policy.Programme, policy.Year },
            cancellationToken: ct))).AsList();
    }

    private static Task<int> WriteAsync(
        UnitOfWork unit, string site, Guid id, Policy policy, string by, DateTimeOffset now, DateOnly endsOn, List<Row> announced, CancellationToken ct) =>
        unit.Connection.ExecuteAsync(new CommandDefinition(
            """
            insert into notices (id, site, programme, year, published_by, published_at, ends_on) values (@id, @site, @Programme, @Year, @by, @now, @endsOn);
            insert into notice_people (notice_id, number, application_id, name, id_number, groups, amount)
            select @id, number, "applicationId", name, "idNumber", groups, amount
              from jsonb_to_recordset(@people::jsonb)
                   as people (number int, "applicationId" uuid, name text, "idNumber" text, groups text[], amount numeric);
            insert into application_history (site, application_id, step, at, by, state, what, why)
            select a.site, a.id, (select coalesce(max(h.step), 0) + 1 from application_history h where h.site = a.site and h.application_id = a.id),
                   @now, @by, a.state, 'announced', null
              from applications a
             where a.notice_id = @id;
            """,
            new { id, site, policy.Programme, policy.Year, by, now, endsOn, people = JsonSerializer.Serialize(announced.Select(Shown), HallJson.Options) },
            cancellationToken: ct));

    private static object Shown(Row row, int index)
    {
        var payee = Payee.Read(row.Payee);
        return new
        {
            Number = index + 1,
            ApplicationId = row.Id,
            Name = Masked.Name(payee?.Name),
            IdNumber = payee?.IdNumber is { } number ? IdentityNumber.Mask(number) : null,
            row.Groups,
            row.Amount,
        };
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public Guid PersonId { get; init; }

        public Guid? CaseId { get; init; }

        public string? Payee { get; init; }

        public decimal Amount { get; init; }

        public string[] Groups { get; init; } = [];
    }
}
