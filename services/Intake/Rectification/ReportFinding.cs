using Wenden.Intake.Neighbours;

namespace Wenden.Intake.Rectification;

/// <summary>
/// <c>POST /findings</c>: a visitor says what is wrong (找茬窗口). Anybody may, and needs to say neither who they are nor how they can be reached. The answer
/// carries the link by which they follow what is done about it. <c>GET /findings/about/{code}</c> names the site for the page.
/// </summary>
internal static class ReportFinding
{
    private const int LongestText = 1000;
    private const int MostWindows = 1000;

    // Beyond what a hall full of angry people writes; a program that floods the ledger stops there.
    private const int MostPerHour = 100;

    internal sealed record Request
    {
        /// <summary>Code of the site.</summary>
        public required string Site { get; init; }

        /// <summary>1 to 1,000 characters.</summary>
        public required string What { get; init; }

        /// <summary>Number of the window that it is about, from 1.</summary>
        public int? Window { get; init; }

        /// <summary>A telephone number to be called back at.</summary>
        public string? Contact { get; init; }
    }

    /// <param name="Link">Nobody can guess it.</param>
    internal sealed record Reported(string Link);

    /// <param name="Site">Code of the site.</param>
    /// <param name="SiteName">Its Chinese name.</param>
    internal sealed record About(string Site, string SiteName);

    public static void MapReportFinding(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/findings", HandleAsync)
            .AllowAnonymous()
            .AsCommand(requireKey: true)
            .WithName(nameof(ReportFinding))
            .Produces<Reported>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        routes.MapGet("/findings/about/{code}", AboutAsync).AllowAnonymous().WithName("ReadFindingSite")
            .Produces<About>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> AboutAsync(string code, QueueClient queue, CancellationToken ct) =>
        await queue.FindSiteNameAsync(code, ct) is { } name ? TypedResults.Ok(new About(code, name)) : Problem.NotFound("finding.site");

    private static async Task<IResult> HandleAsync(Request request, QueueClient queue, UnitOfWork unit, TimeProvider clock, CancellationToken ct)
    {
        var what = request.What.Trim();
        if (what.Length is 0 or > LongestText)
            return Problem.Invalid("finding.what", LongestText);
        if (request.Window is < 1 or > MostWindows)
            return Problem.Invalid("finding.window");
        if (LedgerTable.CheckContact(request.Contact) is { } wrong)
            return wrong;
        if (await queue.FindSiteNameAsync(request.Site, ct) is not { } siteName)
            return Problem.NotFound("finding.site");

        var now = clock.GetUtcNow();
        // One after the other at a site, or many at once would all count too few.
        await unit.Connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('findings ' || @Site, 0))", new { request.Site }, cancellationToken: ct));
        var lately = await unit.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select count(*) from ledger_entries where site = @Site and origin = 'visitor' and opened_at > @since",
            new { request.Site, since = now.AddHours(-1) }, cancellationToken: ct));
        if (lately >= MostPerHour)
            return new Problem(StatusCodes.Status429TooManyRequests, "finding.too-many");
        var link = await unit.OpenEntryAsync(
            new NewEntry { Site = request.Site, SiteName = siteName, Origin = "visitor", What = what, Window = request.Window, Contact = request.Contact, At = now },
            ct);
        return TypedResults.Created($"/findings/{link}", new Reported(link));
    }
}
