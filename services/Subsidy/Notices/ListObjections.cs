using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Notices;

/// <summary>
/// <c>GET /sites/{site}/objections?open=true</c>: open objections first, the longest waiting first; then those that are decided, the latest first.
/// </summary>
internal static class ListObjections
{
    private const int Most = 500;

    /// <summary>One that was upheld while its application stands: somebody still has to revoke the decision.</summary>
    public const string ToRevoke = "(o.state = 'upheld' and coalesce(a.state = 'approved', false))";

    public static void MapListObjections(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/objections", Handle).RequireRole(Roles.Reviewer, Roles.Approver).Audited("subsidy.list-objections")
            .Produces<ObjectionView[]>();

    private static async Task<IResult> Handle(string site, NpgsqlDataSource database, AuditTrail trail, CancellationToken ct, bool open = false)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = (await connection.QueryAsync<ObjectionView>(new CommandDefinition(
            $"""
            select o.id, o.application_id, o.notice_id, o.about, o."from", o.contact, o.text, o.at, o.by, o.state, o.answer, o.decided_by, o.decided_at,
                   a.person_id, a.case_id, a.state as application_state, {ToRevoke} as to_revoke
              from objections o
              left join applications a on a.site = o.site and a.id = o.application_id
             where o.site = @site and (o.state = 'open' or not @open)
             order by o.state <> 'open', case when o.state = 'open' then o.at end, o.decided_at desc, o.id
             limit {Most}
            """,
            new { site, open },
            cancellationToken: ct))).AsList();
        foreach (var row in rows)
        {
            if (row is { ApplicationId: { } application, PersonId: { } person })
                trail.Add(person, Why.Of(row.CaseId, application));
        }

        return TypedResults.Ok(rows);
    }
}

/// <summary>An objection as staff see it.</summary>
internal sealed record ObjectionView
{
    public Guid Id { get; init; }

    /// <summary>None where a name on a notice stands for several people.</summary>
    public Guid? ApplicationId { get; init; }

    public Guid? NoticeId { get; init; }

    /// <summary>Who is meant, as the notice shows them.</summary>
    public string? About { get; init; }

    public required string From { get; init; }

    public string? Contact { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Account name of who wrote it down; <c>applicant</c> or <c>anybody</c> where no member of staff did.</summary>
    public required string By { get; init; }

    /// <summary><c>open</c>, <c>upheld</c> or <c>rejected</c>.</summary>
    public required string State { get; init; }

    public string? Answer { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Where the application stands now.</summary>
    public string? ApplicationState { get; init; }

    /// <summary>Upheld, and the approval stands: an objection that is upheld revokes nothing by itself.</summary>
    public bool ToRevoke { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public Guid? PersonId { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public Guid? CaseId { get; init; }
}
