using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Registry.Employers;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>Everything held on one person, each fact with its source and as-of day.</summary>
internal static class ReadPerson
{
    public static void MapReadPerson(this IEndpointRouteBuilder routes) => routes.MapGet("/persons/{id:guid}", Handle)
        .RequireRole(Roles.Service, Roles.Teller, Roles.Reviewer, Roles.Approver, Roles.Certifier)
        .Audited("registry.read-person")
        .WithSummary("The person's file: facts with source and as-of day, and benefits")
        .Produces<PersonFile>()
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Guid id, string? employer, ClaimsPrincipal caller, NpgsqlDataSource database, AuditTrail trail, SiteList sites, CancellationToken ct)
    {
        string? code = null;
        if (employer is not null && (code = CreditCode.Normalise(employer)) is null)
            return Problem.Invalid("credit-code.invalid", employer);
        await using var connection = await database.OpenConnectionAsync(ct);
        // One snapshot: the version belongs to the facts that go out with it.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        if (!await connection.CanSeeAsync(id, caller, sites, ct) || await connection.ReadFileAsync(id, sites, ct, code) is not { } file)
            return Problem.NotFound("person.unknown");
        trail.Add(id);
        return Results.Ok(file);
    }

    /// <summary>What is held on the person; null where nobody is.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="id">The person.</param>
    /// <param name="sites">The hall's sites.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <param name="employerCode">Whose facts stand as the employer's; the one that the person acts for, else their last one, without it.</param>
    internal static async Task<PersonFile?> ReadFileAsync(
        this NpgsqlConnection connection, Guid id, SiteList sites, CancellationToken ct, string? employerCode = null)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select p.version, p.site, p.id_number from persons p where p.person_id = @id;
            select source, as_of, facts::text as facts, corrects from statements where person_id = @id;
            select h.zero_employment, h.minimum_living_allowance, h.registered_poor, h.source, h.as_of
            from persons p join households h on h.code = p.household where p.person_id = @id;
            select kind, since, monthly_amount, certified_on, source, as_of from benefits where person_id = @id and ended_on is null order by kind;
            select code, name, region, facts::text as facts, source, as_of from employers where code = coalesce(
                @employerCode,
                (select facts ->> 'actsFor' from statements where person_id = @id and facts ? 'actsFor' order by as_of desc, source collate "C" desc limit 1),
                (select employer from contributions where person_id = @id and employer is not null order by month desc limit 1));
            select fact, asked_at from contested_facts where person_id = @id and result is null;
            select count(*) as number, max(found_at) as newest from broken_commitments where person_id = @id;
            """ + LedgerOf, new { id, employerCode, from = DateOnly.MinValue, to = DateOnly.MaxValue }, cancellationToken: ct));

        if (await results.ReadSingleOrDefaultAsync<PersonRow>() is not { } person)
            return null;
        var statements = (await results.ReadAsync<StatementRow>()).Select(row => row.ToStatement()).ToList();
        var household = await results.ReadSingleOrDefaultAsync<HouseholdFlags>();
        var benefits = (await results.ReadAsync<BenefitRow>()).AsList();
        var employer = await results.ReadSingleOrDefaultAsync<EmployerRow>();
        var contested = (await results.ReadAsync<(string Fact, DateTime AskedAt)>()).AsList();
        var broken = await results.ReadSingleAsync<BrokenCommitments>();
        var ledger = (await results.ReadAsync<LedgerMonth>()).AsList();

        IdentityNumber.Read(person.IdNumber, DateOnly.MaxValue, out var number);
        var facts = PersonFacts.Combine(number!, statements, household, ledger, benefits, sites);
        foreach (var (name, fact) in (employer is null ? [] : EmployerFacts.Of(employer)).Concat(broken.Facts()))
            facts[name] = fact;

        foreach (var (name, askedAt) in contested)
        {
            if (facts.TryGetValue(name, out var fact))
                facts[name] = fact with { ContestedOn = Hall.DayOf(new DateTimeOffset(askedAt, TimeSpan.Zero)) };
        }

        return new PersonFile
        {
            PersonId = id,
            Version = person.Version,
            Site = person.Site,
            Facts = facts,
            Benefits = [.. benefits.Select(benefit => benefit.ToBenefit())],
        };
    }

    private sealed record PersonRow(long Version, string Site, string IdNumber);

    private sealed record StatementRow(string Source, DateOnly AsOf, string Facts, bool Corrects)
    {
        public Statement ToStatement() => new(Source, AsOf, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Facts)!, Corrects);
    }

    /// <summary>The person's contributions from a month to another, oldest first; wants <c>@id</c>, <c>@from</c>, <c>@to</c>.</summary>
    internal const string LedgerOf =
        """
        select c.month, c.employer, e.name as employer_name, e.region, c.base, c.pension, c.medical, c.unemployment, c.source, c.as_of
        from contributions c left join employers e on e.code = c.employer
        where c.person_id = @id and c.month between @from and @to
        order by c.month;
        """;
}
