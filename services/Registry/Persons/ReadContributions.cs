using System.Globalization;
using System.Text.Json.Serialization;
using Wenden.Registry.Imports;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>A person's contributions, month by month.</summary>
internal static class ReadContributions
{
    public static void MapReadContributions(this IEndpointRouteBuilder routes) => routes.MapGet("/persons/{id:guid}/contributions", Handle)
        .RequireRole(Roles.Service, Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Certifier)
        .Audited("registry.read-contributions")
        .WithSummary("The person's contributions, oldest month first; from and to are months (2019-09), both included")
        .Produces<IReadOnlyList<ContributionMonth>>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Guid id, ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, SiteList sites, CancellationToken ct, string? from = null, string? to = null)
    {
        if (!TryMonth(from, DateOnly.MinValue, out var first) || !TryMonth(to, DateOnly.MaxValue, out var last))
            return Problem.Invalid("month.invalid");

        await using var connection = await database.OpenConnectionAsync(ct);
        if (!await connection.CanSeeAsync(id, caller, sites, ct))
            return Problem.NotFound("person.unknown");
        var months = await connection.QueryAsync<LedgerMonth>(new CommandDefinition(
            """
            select c.month, c.employer, e.name as employer_name, e.region, c.base, c.pension, c.medical, c.unemployment, c.source, c.as_of
            from contributions c left join employers e on e.code = c.employer
            where c.person_id = @id and c.month between @first and @last
            order by c.month
            """,
            new { id, first, last },
            cancellationToken: ct));
        trail.Add(id);
        return Results.Ok(months.Select(ContributionMonth.Of));
    }

    private static bool TryMonth(string? text, DateOnly otherwise, out DateOnly month)
    {
        month = otherwise;
        return text is null || DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out month);
    }
}

/// <summary>One month: no employer for the flexibly employed; base in yuan; whether each insurance was paid.</summary>
internal sealed record ContributionMonth
{
    [JsonConverter(typeof(MonthConverter))]
    public required DateOnly Month { get; init; }

    public string? Employer { get; init; }

    public string? EmployerName { get; init; }

    public required decimal Base { get; init; }

    public required bool Pension { get; init; }

    public required bool Medical { get; init; }

    public required bool Unemployment { get; init; }

    public required string Source { get; init; }

    public required DateOnly AsOf { get; init; }

    public static ContributionMonth Of(LedgerMonth month) => new()
    {
        Month = month.Month,
        Employer = month.Employer,
        EmployerName = month.EmployerName,
        Base = month.Base,
        Pension = month.Pension,
        Medical = month.Medical,
        Unemployment = month.Unemployment,
        Source = month.Source,
        AsOf = month.AsOf,
    };
}
