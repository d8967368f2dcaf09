namespace Wenden.Intake.Cases;

/// <summary><c>GET /sites/{site}/deadlines</c>: what is accepted and not yet done, the longest overdue first. Names no person.</summary>
internal static class ReadDeadlines
{
    private const int Most = 500;

    // Working days before the last one from which on an item is warned of.
    private const int Soon = 2;

    private static readonly string[] _readers = [Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.SiteManager, Roles.Operator];

    public static void MapReadDeadlines(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/deadlines", HandleAsync).RequireRole(_readers).WithName(nameof(ReadDeadlines));

    private static async Task<IReadOnlyList<Deadline>> HandleAsync(string site, NpgsqlDataSource database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var both = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select i.case_id, c.ticket_number, i.code as item, i.name, i.state, i.instant, i.follow_up, c.accepted_at, c.employer_name as employer,
                   case i.state when 'awaiting-supplement' then s.due_on else i.due_on end as due_on, s.item is not null as is_supplemented
              from case_items i
              join cases c on c.site = i.site and c.id = i.case_id
              left join case_supplements s on s.site = i.site and s.case_id = i.case_id and s.item = i.code
             where i.site = @site and i.state in ('accepted', 'in-review', 'waiting-facts', 'awaiting-supplement', 'awaiting-gap') and i.due_on is not null
             order by due_on, c.accepted_at, i.position
             limit @Most;
            select g.case_id, g.item, g.material, g.name
              from case_gaps g
              join case_items i on i.site = g.site and i.case_id = g.case_id and i.code = g.item and i.state not in ('completed', 'rejected')
             where g.site = @site and g.closed_at is null
             order by g.due_on, g.material;
            """, new { site, Most }, cancellationToken: ct));
        var deadlines = (await both.ReadAsync<Deadline>()).AsList();
        var gaps = (await both.ReadAsync<(Guid CaseId, string Item, string Material, string Name)>())
            .ToLookup(gap => (gap.CaseId, gap.Item), gap => new Gap(gap.Material, gap.Name));
        var today = clock.HallDay();
        return
        [
            .. deadlines.Select(deadline => deadline with
            {
                DaysLeft = WorkingDays.Between(today, deadline.DueOn), Urgency = UrgencyOf(deadline.DueOn, today), Gaps = [.. gaps[(deadline.CaseId, deadline.Item)]],
            }),
        ];
    }

    internal static string UrgencyOf(DateOnly dueOn, DateOnly today) =>
        dueOn < today ? "overdue" : WorkingDays.Between(today, dueOn) <= Soon ? "soon" : "in-time";

    internal sealed record Deadline
    {
        public required Guid CaseId { get; init; }

        public required string TicketNumber { get; init; }

        /// <summary>Code of the item.</summary>
        public required string Item { get; init; }

        public required string Name { get; init; }

        public required string State { get; init; }

        /// <summary>Whether it is done at the window.</summary>
        public required bool Instant { get; init; }

        /// <summary>The service that works on it; <c>none</c> where a reviewer decides it.</summary>
        public required string FollowUp { get; init; }

        public required DateTimeOffset AcceptedAt { get; init; }

        /// <summary>Name of the employer whose case it is; none of a person's own.</summary>
        public string? Employer { get; init; }

        /// <summary>The last day promised; while the visitor is asked for something, the last day to bring it.</summary>
        public required DateOnly DueOn { get; init; }

        /// <summary>Working days from today to that day; below 0 where it is past.</summary>
        public int DaysLeft { get; init; }

        /// <summary><c>overdue</c>, <c>soon</c> (two working days or less) or <c>in-time</c>.</summary>
        public string Urgency { get; init; } = "";

        /// <summary>What it was accepted without and is still missing.</summary>
        public IReadOnlyList<Gap> Gaps { get; init; } = [];

        /// <summary>Whether the visitor was asked for something, which is done once.</summary>
        public required bool IsSupplemented { get; init; }
    }

    /// <param name="Material">Code of the material.</param>
    /// <param name="Name">Its name.</param>
    internal sealed record Gap(string Material, string Name);
}
