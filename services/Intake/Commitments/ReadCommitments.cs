namespace Wenden.Intake.Commitments;

/// <summary><c>GET /sites/{site}/commitments</c>: commitments of accepted cases that nobody has checked, the oldest first; up to 200. Names no person.</summary>
internal static class ReadCommitments
{
    internal sealed record Unchecked
    {
        public required Guid CaseId { get; init; }

        public required string TicketNumber { get; init; }

        /// <summary>Code of the item.</summary>
        public required string Item { get; init; }

        public required string ItemName { get; init; }

        /// <summary>Code of the material that it stands for.</summary>
        public required string Material { get; init; }

        public required string Name { get; init; }

        public required Guid FormId { get; init; }

        public required DateTimeOffset SignedAt { get; init; }

        public required DateTimeOffset AcceptedAt { get; init; }

        /// <summary>The last day on which to check it.</summary>
        public DateOnly DueOn => WorkingDays.After(Hall.DayOf(AcceptedAt), CommitmentTable.DaysToCheck);
    }

    public static void MapReadCommitments(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sites/{site}/commitments", HandleAsync).RequireRole(Roles.Reviewer).WithName(nameof(ReadCommitments));

    private static async Task<IReadOnlyList<Unchecked>> HandleAsync(string site, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<Unchecked>(new CommandDefinition(
            """
            select k.case_id, c.ticket_number, k.item, i.name as item_name, k.material, k.name, k.form_id, k.signed_at, c.accepted_at
              from case_commitments k
              join cases c on c.site = k.site and c.id = k.case_id
              join case_items i on i.site = k.site and i.case_id = k.case_id and i.code = k.item
             where k.site = @site and k.state = 'signed' and c.accepted_at is not null
             order by k.signed_at, k.id
             limit 200
            """, new { site }, cancellationToken: ct))).AsList();
    }
}
