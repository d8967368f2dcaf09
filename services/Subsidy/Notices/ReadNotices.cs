using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Notices;

/// <summary>
/// <c>GET /notices</c> and <c>GET /notices/{id}</c>, for anybody: what is announced, the last first. People are named, masked, as long as the notice
/// runs; of one that is over only its days and numbers are told.
/// </summary>
internal static class ReadNotices
{
    private const int Most = 200;

    internal sealed record Notice
    {
        public required Guid Id { get; init; }

        /// <summary>Code of the site that decided.</summary>
        public required string Site { get; init; }

        public required string Programme { get; init; }

        public required int Year { get; init; }

        public Text? Title { get; init; }

        public required DateTimeOffset PublishedAt { get; init; }

        /// <summary>The last day.</summary>
        public required DateOnly EndsOn { get; init; }

        /// <summary>How many people it announces.</summary>
        public required int Count { get; init; }

        /// <summary>Whether it runs today.</summary>
        public bool IsOpen { get; init; }

        /// <summary>Only where one notice was asked for; none once it is over.</summary>
        public IReadOnlyList<Announced>? People { get; init; }
    }

    internal sealed record Announced
    {
        public required string Name { get; init; }

        public string? IdNumber { get; init; }

        public required IReadOnlyList<string> Groups { get; init; }

        /// <summary>Yuan a year.</summary>
        public required decimal Amount { get; init; }
    }

    public static void MapReadNotices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notices", ListAsync).AllowAnonymous().Produces<Notice[]>();
        routes.MapGet("/notices/{id:guid}", OneAsync).AllowAnonymous().Produces<Notice>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(NpgsqlDataSource database, PolicyBook policies, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var notices = await connection.QueryAsync<Notice>(new CommandDefinition(
            $"{Select} order by n.published_at desc, n.id desc limit {Most}", cancellationToken: ct));
        return TypedResults.Ok(notices.Select(notice => Titled(notice, policies, clock)));
    }

    private static async Task<IResult> OneAsync(Guid id, NpgsqlDataSource database, PolicyBook policies, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<Notice>(new CommandDefinition($"{Select} where n.id = @id", new { id }, cancellationToken: ct));
        if (found is null)
            return Problem.NotFound("notice.unknown");
        var notice = Titled(found, policies, clock);
        if (!notice.IsOpen)
            return TypedResults.Ok(notice with { People = [] });
        var people = await connection.QueryAsync<Announced>(new CommandDefinition(
            "select name, id_number, groups, amount from notice_people where notice_id = @id order by number", new { id }, cancellationToken: ct));
        return TypedResults.Ok(notice with { People = people.AsList() });
    }

    private static Notice Titled(Notice notice, PolicyBook policies, TimeProvider clock) =>
        notice with { Title = policies.Find(notice.Programme, notice.Year)?.Title, IsOpen = clock.HallDay() <= notice.EndsOn };

    private const string Select =
        """
        select n.id, n.site, n.programme, n.year, n.published_at, n.ends_on,
               (select count(*)::int from notice_people p where p.notice_id = n.id) as count
          from notices n
        """;
}
