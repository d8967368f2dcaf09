using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Notices;
using Wenden.Subsidy.Programmes;
using Wenden.Subsidy.Renewals;

namespace Wenden.Subsidy.Citizens;

/// <summary>
/// <c>GET /own-applications</c>: where a citizen's applications stand, at any site, why, and what is missing; the latest hundred, the last first. Names no
/// member of staff.
/// </summary>
internal static class ReadOwnApplications
{
    internal sealed record OwnApplication
    {
        public required Guid Id { get; init; }

        public required string Site { get; init; }

        public required string Programme { get; init; }

        public required int Year { get; init; }

        /// <summary>One of <see cref="States"/>; a third person's review is a second review to those outside.</summary>
        public required string State { get; init; }

        public required DateOnly AppliedOn { get; init; }

        /// <summary>Yuan a year, where granted.</summary>
        public decimal? Amount { get; init; }

        /// <summary>What decided; none before the decision.</summary>
        public required IReadOnlyList<OwnReason> Reasons { get; init; }

        /// <summary>Facts that nobody holds and that the application waits for.</summary>
        public required IReadOnlyList<OwnMissing> Missing { get; init; }

        /// <summary>What a reviewer still asks for.</summary>
        public string? Supplement { get; init; }

        /// <summary>The kind of office that it belongs to: <c>townOffice</c> or <c>districtHall</c>.</summary>
        public string? Place { get; init; }

        public DateTimeOffset? DecidedAt { get; init; }

        public OwnNotice? Notice { get; init; }

        public DateOnly? PaidOn { get; init; }

        public required bool CanObject { get; init; }

        /// <summary>The last day on which the citizen may object.</summary>
        public DateOnly? ObjectBy { get; init; }

        /// <summary>Form of the letter on the decision, once it is drawn.</summary>
        public Guid? Letter { get; init; }

        /// <summary>What the citizen objected to, and what was answered.</summary>
        public required IReadOnlyList<OwnObjection> Objections { get; init; }

        /// <summary>Why the yearly run did not continue it, or what it asks for, until there is an application of that year.</summary>
        public OwnRenewal? Renewal { get; init; }
    }

    internal sealed record OwnReason(string Code, string Zh, string En);

    internal sealed record OwnMissing(string Fact, string Zh, string En);

    internal sealed record OwnNotice(Guid Id, DateOnly EndsOn);

    /// <param name="Year">The year that it would have been continued in.</param>
    /// <param name="State"><c>asked</c> or <c>refused</c>.</param>
    /// <param name="Changed">The facts that are asked about.</param>
    /// <param name="Reasons">Why not.</param>
    internal sealed record OwnRenewal(int Year, string State, IReadOnlyList<OwnMissing> Changed, IReadOnlyList<OwnReason> Reasons);

    internal sealed record OwnObjection(string Text, DateTimeOffset At, string State, string? Answer);

    public static void MapReadOwnApplications(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/own-applications", Handle).RequireRole(Roles.Citizen).Audited("subsidy.read-own-applications").Produces<OwnApplication[]>();

    private static async Task<IReadOnlyList<OwnApplication>> Handle(
        ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, PolicyBook policies, TimeProvider clock, CancellationToken ct)
    {
        if (caller.PersonId() is not { } person)
            return [];
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<DecidedApplication, Standing, (DecidedApplication Of, Standing Standing)>(
            new CommandDefinition(
                $"""
                select {DecidedApplication.Columns},
                       a.id as of, n.id as notice_id, n.ends_on, l.form_id,
                       (select max(p.paid_on) from payments p where p.site = a.site and p.application_id = a.id and p.state = 'paid') as paid_on,
                       renewal.*
                  from applications a
                  left join notices n on n.id = a.notice_id
                  left join letters l on l.site = a.site and l.application_id = a.id and l.drawn_at is not null
                  left join lateral (
                      select run.year as renewal_year, result.state as renewal_state, result.changed::text as changed, result.reasons::text as reasons
                        from renewal_results result join renewal_runs run on run.id = result.run_id
                       where result.site = a.site and result.application_id = a.id and result.state in ('asked', 'refused')
                         and not exists (select from applications own
                                          where own.person_id = a.person_id and own.programme = a.programme and own.year = run.year)
                       order by run.year desc
                       limit 1) renewal on true
                 where a.person_id = @person
                 order by a.accepted_at desc, a.id desc
                 limit 100
                """, new { person }, cancellationToken: ct),
            (of, standing) => (of, standing),
            splitOn: "of")).AsList();
        var objections = (await connection.QueryAsync<(Guid ApplicationId, string Text, DateTimeOffset At, string State, string? Answer)>(new CommandDefinition(
            """
            select application_id, text, at, state, answer from objections where application_id = any(@ids) and by = @Applicant order by at, id
            """, new { ids = rows.Select(row => row.Of.Id).ToArray(), NewObjection.Applicant }, cancellationToken: ct)))
            .ToLookup(objection => objection.ApplicationId, objection => new OwnObjection(objection.Text, objection.At, objection.State, objection.Answer));
        trail.Add(person);
        return [.. rows.Select(row => Shown(row.Of, row.Standing, [.. objections[row.Of.Id]], policies.Of(row.Of.PolicySha256), clock.HallDay()) with
        {
            Renewal = row.Standing.Renewal(row.Standing.RenewalYear is { } year ? policies.Find(row.Of.Programme, year) : null),
        })];
    }

    private static OwnApplication Shown(DecidedApplication of, Standing standing, OwnObjection[] objections, Policy? policy, DateOnly today)
    {
        DateOnly? objectBy = of is { DecidedAt: { } at, State: States.Approved or States.Refused } && policy is not null ? DecisionLetter.ObjectBy(at, policy) : null;
        return new OwnApplication
        {
            Id = of.Id,
            Site = of.Site,
            Programme = of.Programme,
            Year = of.Year,
            State = of.State == States.OverrideReview ? States.SecondReview : of.State,
            AppliedOn = of.AppliedOn,
            Amount = of.State == States.Approved ? of.Amount : null,
            Reasons = of.IsDecided ? [.. Grounds.Of(of).Select(ground => new OwnReason(ground.Code, ground.Zh, ground.En))] : [],
            Missing = of.State == States.Incomplete && policy is not null ? [.. Missing(of, policy)] : [],
            Supplement = of.State == States.Supplement ? of.Supplement : null,
            Place = of.Assessment?.Place,
            DecidedAt = of.DecidedAt,
            Notice = standing is { NoticeId: { } notice, EndsOn: { } endsOn } ? new OwnNotice(notice, endsOn) : null,
            PaidOn = standing.PaidOn,
            CanObject = today <= objectBy && !objections.Any(objection => objection.State == "open"),
            ObjectBy = objectBy,
            Letter = standing.FormId,
            Objections = objections,
        };
    }

    private static IEnumerable<OwnMissing> Missing(DecidedApplication of, Policy policy) =>
        from fact in of.Assessment?.Missing ?? []
        let label = policy.FactLabels[fact]
        select new OwnMissing(fact, label.Zh, label.En);

    private sealed record Standing
    {
        public Guid Of { get; init; }

        public Guid? NoticeId { get; init; }

        public DateOnly? EndsOn { get; init; }

        public Guid? FormId { get; init; }

        public DateOnly? PaidOn { get; init; }

        public int? RenewalYear { get; init; }

        public string? RenewalState { get; init; }

        public string? Changed { get; init; }

        public string? Reasons { get; init; }

        public OwnRenewal? Renewal(Policy? policy)
        {
            if (RenewalYear is not { } year || policy is null)
                return null;
            var changed = JsonSerializer.Deserialize<ChangedFact[]>(Changed!, HallJson.Options)!.Select(fact => (fact.Fact, Label: ChangedFact.LabelOf(policy, fact.Fact)));
            var reasons = JsonSerializer.Deserialize<RenewalReason[]>(Reasons!, HallJson.Options)!;
            return new OwnRenewal(
                year, RenewalState!, [.. changed.Select(one => new OwnMissing(one.Fact, one.Label.Zh, one.Label.En))],
                [.. reasons.Select(reason => new OwnReason(reason.Code, reason.Zh, reason.En))]);
        }
    }
}
