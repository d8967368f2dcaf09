namespace Wenden.Subsidy.Notices;

/// <summary>
/// <c>POST /notices/{id}/objections</c>: anybody objects to somebody on a notice, while it runs, by the name as the list shows it; where that stands for
/// several people, by name and identity number, with a space between. An open objection holds the payment back.
/// </summary>
internal static class ObjectToNotice
{
    // Beyond what a whole district writes; a program that floods the list stops there.
    private const int MostPerHour = 100;
    private const int LongestAbout = 100;

    internal sealed record Request
    {
        /// <summary><c>王*梅</c> or <c>王*梅 371003********1234</c>.</summary>
        public required string About { get; init; }

        /// <summary>Name of who objects, 1 to 50 characters.</summary>
        public required string From { get; init; }

        /// <summary>A telephone number.</summary>
        public required string Contact { get; init; }

        /// <summary>1 to 1,000 characters.</summary>
        public required string Text { get; init; }
    }

    public static void MapObjectToNotice(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/notices/{id:guid}/objections", Handle)
            .AllowAnonymous()
            .AsCommand(requireKey: true)
            .Produces<Objected>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(Guid id, Request request, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        if (!NewObjection.IsLine(request.About, LongestAbout))
            return Problem.Invalid("objection.about");
        if (string.IsNullOrWhiteSpace(request.Contact))
            return Problem.Invalid("objection.contact");
        var notice = await unit.Connection.QuerySingleOrDefaultAsync<(string Site, DateOnly EndsOn)?>(new CommandDefinition(
            "select site, ends_on from notices where id = @id", new { id }, cancellationToken: ct));
        if (notice is not var (site, endsOn))
            return Problem.NotFound("notice.unknown");
        var now = clock.GetUtcNow();
        var objection = new NewObjection
        {
            Site = site, NoticeId = id, About = request.About.Trim(), From = request.From, Contact = request.Contact, Text = request.Text, By = NewObjection.Anybody,
            At = now,
        };
        if (objection.Fault() is { } fault)
            return fault;
        if (endsOn < Hall.DayOf(now))
            return Problem.Conflict("notice.over");
        if (await IsFloodedAsync(unit, site, now, ct))
            return new Problem(StatusCodes.Status429TooManyRequests, "objection.too-many");

        var meant = (await unit.Connection.QueryAsync<Guid>(new CommandDefinition(
            "select application_id from notice_people where notice_id = @id and @About in (name, concat_ws(' ', name, id_number)) limit 2",
            new { id, objection.About }, cancellationToken: ct))).AsList();
        if (meant.Count == 0)
            return Problem.Invalid("objection.about");
        var added = await (objection with { ApplicationId = meant is [var one] ? one : null }).AddAsync(unit.Connection, ct);
        return TypedResults.Created((string?)null, new Objected(added!.Value, "open", now));
    }

    private static async Task<bool> IsFloodedAsync(UnitOfWork unit, string site, DateTimeOffset now, CancellationToken ct)
    {
        // One after the other at a site, or many at once would all count too few.
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('objections ' || @site, 4050))", new { site }, cancellationToken: ct));
        return await unit.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from objections where site = @site and by = @Anybody and at > @since",
            new { site, NewObjection.Anybody, since = now.AddHours(-1) }, cancellationToken: ct)) >= MostPerHour;
    }
}
