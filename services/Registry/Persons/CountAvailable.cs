namespace Wenden.Registry.Persons;

/// <summary>
/// <c>GET /facts/availability</c>: of how many persons each fact is held, among the grown-ups and among those of whom the facts <c>among</c> are held.
/// Counts only, and none of a group of fewer than ten: a count must not tell of one person.
/// </summary>
internal static class CountAvailable
{
    private const int SmallestGroup = 10, MostGroups = 20, GrownUpYears = 16;

    public static void MapCountAvailable(this IEndpointRouteBuilder routes) => routes.MapGet("/facts/availability", Handle)
        .RequireRole(Roles.Service, Roles.Operator, Roles.SiteManager)
        .WithSummary("Of how many persons each fact is held; among: facts, parted by commas, whose holders are counted for themselves")
        .Produces<Availability>()
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> Handle(NpgsqlDataSource database, FactList facts, TimeProvider clock, CancellationToken ct, string? among = null)
    {
        var groups = (among ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
        if (groups.Length > MostGroups)
            return Problem.Invalid("facts.group-count", MostGroups);
        if (groups.FirstOrDefault(name => facts.Find(name) is null) is { } unknown)
            return Problem.Invalid("fact.unknown", unknown);

        await using var connection = await database.OpenConnectionAsync(ct);
        var bornBy = clock.HallDay().AddYears(-GrownUpYears).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(Counts, new { groups, bornBy }, cancellationToken: ct));
        await results.ReadAsync();
        var counts = (await results.ReadAsync<(string? Among, string Fact, long Persons)>()).ToLookup(row => row.Among ?? "");
        var grownUps = await results.ReadSingleAsync<long>();
        return Results.Ok(new Availability(
        [
            GroupOf(null, grownUps, counts[""]),
            .. groups.Select(name => GroupOf(name, counts[name].FirstOrDefault(row => row.Fact == name).Persons, counts[name])),
        ]));
    }

    private static FactHolders GroupOf(string? among, long persons, IEnumerable<(string? Among, string Fact, long Persons)> counts) => persons < SmallestGroup
        ? new FactHolders(among, null, new Dictionary<string, long>())
        : new FactHolders(among, persons, counts.OrderBy(row => row.Fact, StringComparer.Ordinal).ToDictionary(row => row.Fact, row => row.Persons));

    // The same facts that a person's file has, by the same rules; a test compares the two.
    private const string Counts =
        """
        select set_config('jit', 'off', true), set_config('work_mem', '64MB', true);

        with ledger as materialized (
            select person_id, max(month) as last, max(month) filter (where employer is not null) as last_with_employer, max(as_of) as as_of
            from contributions group by person_id),
        last_employers as materialized (
            select c.person_id, c.employer from ledger l join contributions c on c.person_id = l.person_id and c.month = l.last_with_employer),
        agents as (
            select distinct on (person_id) person_id, facts ->> 'actsFor' as employer
            from statements where facts ? 'actsFor' order by person_id, as_of desc, source collate "C" desc),
        benefit as (
            select distinct on (person_id) person_id, certified_on from benefits where ended_on is null order by person_id, kind <> 'pension', kind),
        held as materialized (
            select person_id, jsonb_object_keys(facts) as fact from statements
            union select person_id, unnest(array['idNumber', 'sex', 'birthDate']) from persons
            union select person_id, 'townOfficeName' from statements where facts ? 'townOffice'
            union select p.person_id, flag.name
                  from persons p join households h on h.code = p.household,
                       lateral (values ('zeroEmploymentHousehold', h.zero_employment), ('minimumLivingAllowanceHousehold', h.minimum_living_allowance),
                                       ('registeredPoorHousehold', h.registered_poor)) as flag (name, holds)
                  where flag.holds is not null
            union select person_id, unnest(array['paysPension', 'paysMedical', 'contributionBase', 'unemploymentInsuredMonths', 'contributionsByYear'])
                  from ledger
            union select person_id, unnest(array['lastEmployer', 'lastEmployerCode', 'lastEmployerInDistrict', 'lostJobWithCityEmployer',
                                                 'monthsInsuredAtLastEmployer'])
                  from last_employers
            union select person_id, 'lastEmployerUntil' from ledger
                  where last_with_employer is not null
                    and (last > last_with_employer or last_with_employer < date_trunc('month', as_of) - interval '2 months')
            union select person_id, unnest(array['employer', 'employerCode', 'employerRegion'] || array(select jsonb_object_keys(e.facts)))
                  from last_employers l full join agents a using (person_id) join employers e on e.code = coalesce(a.employer, l.employer)
            union select person_id, unnest(array['benefitKind', 'benefitSince', 'benefitAmount']) from benefit
            union select person_id, 'certifiedOn' from benefit where certified_on is not null),
        groups as (
            select person_id, fact as among from held where fact = any(@groups)
            union all
            select person_id, null from persons where died_on is null and substring(id_number, 7, 8) <= @bornBy)
        select among, fact, count(*) as persons from groups join held using (person_id) group by among, fact;

        select count(*) from persons where died_on is null and substring(id_number, 7, 8) <= @bornBy
        """;
}

/// <summary>Of how many persons each fact is held.</summary>
/// <param name="Groups">The grown-ups first, then the groups asked for.</param>
internal sealed record Availability(IReadOnlyList<FactHolders> Groups);

/// <summary>One group of persons.</summary>
/// <param name="Among">The fact that is held of all of them; none for the grown-ups.</param>
/// <param name="Persons">How many they are; none where they are fewer than ten.</param>
/// <param name="Held">Of how many of them each fact is held; facts that nobody holds are absent.</param>
internal sealed record FactHolders(string? Among, long? Persons, IReadOnlyDictionary<string, long> Held);
