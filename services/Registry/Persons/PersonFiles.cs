using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Persons;

/// <summary>Everything held on persons, one or many in the same statements.</summary>
internal static class PersonFiles
{
    /// <summary>What is held on the person; null where nobody is.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="id">The person.</param>
    /// <param name="sites">The hall's sites.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <param name="employerCode">Whose facts stand as the employer's; the one that the person acts for, else their last one, without it.</param>
    public static async Task<PersonFile?> ReadFileAsync(
        this NpgsqlConnection connection, Guid id, SiteList sites, CancellationToken ct, string? employerCode = null) =>
        (await connection.ReadFilesAsync([id], sites, ct, employerCode)).SingleOrDefault();

    /// <summary>As <see cref="ReadFileAsync"/>, of several persons, each once; without those who are nobody.</summary>
    public static async Task<IReadOnlyList<PersonFile>> ReadFilesAsync(
        this NpgsqlConnection connection, Guid[] ids, SiteList sites, CancellationToken ct, string? employerCode = null)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select person_id, version, site, id_number from persons where person_id = any(@ids) order by person_id;
            select person_id, source, as_of, facts::text as facts, corrects from statements where person_id = any(@ids);
            select p.person_id, h.zero_employment, h.minimum_living_allowance, h.registered_poor, h.source, h.as_of
            from persons p join households h on h.code = p.household where p.person_id = any(@ids);
            select person_id, kind, since, monthly_amount, certified_on, source, as_of from benefits where person_id = any(@ids) and ended_on is null order by kind;
            select p.id as person_id, e.code, e.name, e.region, e.facts::text as facts, e.source, e.as_of
            from unnest(@ids) as p (id) join employers e on e.code = coalesce(
                @employerCode,
                (select facts ->> 'actsFor' from statements where person_id = p.id and facts ? 'actsFor' order by as_of desc, source collate "C" desc limit 1),
                (select employer from contributions where person_id = p.id and employer is not null order by month desc limit 1));
            select person_id, fact, asked_at from contested_facts where person_id = any(@ids) and result is null;
            select person_id, count(*) as number, max(found_at) as newest from broken_commitments where person_id = any(@ids) group by person_id;
            select c.person_id, c.month, c.employer, e.name as employer_name, e.region, c.base, c.pension, c.medical, c.unemployment, c.source, c.as_of
            from contributions c left join employers e on e.code = c.employer
            where c.person_id = any(@ids)
            order by c.month;
            """,
            new { ids, employerCode },
            cancellationToken: ct));

        var persons = (await results.ReadAsync<PersonRow>()).AsList();
        var statements = (await results.ReadAsync<StatementRow>()).ToLookup(row => row.PersonId, row => row.ToStatement());
        var households = (await results.ReadAsync<HouseholdRow>()).ToDictionary(row => row.PersonId, row => row.ToFlags());
        var benefits = (await results.ReadAsync<BenefitOf>()).ToLookup(row => row.PersonId, row => row.ToRow());
        var employers = (await results.ReadAsync<EmployerOf>()).ToDictionary(row => row.PersonId, row => row.ToRow());
        var contested = (await results.ReadAsync<(Guid PersonId, string Fact, DateTime AskedAt)>()).ToLookup(row => row.PersonId);
        var broken = (await results.ReadAsync<(Guid PersonId, long Number, DateTime Newest)>())
            .ToDictionary(row => row.PersonId, row => new BrokenCommitments(row.Number, row.Newest));
        var ledger = (await results.ReadAsync<LedgerOf>()).ToLookup(row => row.PersonId, row => row.ToMonth());

        return [.. persons.Select(FileOf)];

        PersonFile FileOf(PersonRow person)
        {
            IdentityNumber.Read(person.IdNumber, DateOnly.MaxValue, out var number);
            IReadOnlyList<BenefitRow> drawn = [.. benefits[person.PersonId]];
            var facts = PersonFacts.Combine(
                number!, [.. statements[person.PersonId]], households.GetValueOrDefault(person.PersonId), [.. ledger[person.PersonId]], drawn, sites);
            var more = employers.TryGetValue(person.PersonId, out var employer) ? EmployerFacts.Of(employer) : [];
            foreach (var (name, fact) in more.Concat(broken.GetValueOrDefault(person.PersonId)?.Facts() ?? []))
                facts[name] = fact;

            foreach (var (_, name, askedAt) in contested[person.PersonId])
            {
                if (facts.TryGetValue(name, out var fact))
                    facts[name] = fact with { ContestedOn = Hall.DayOf(new DateTimeOffset(askedAt, TimeSpan.Zero)) };
            }

            return new PersonFile
            {
                PersonId = person.PersonId,
                Version = person.Version,
                Site = person.Site,
                Facts = facts,
                Benefits = [.. drawn.Select(benefit => benefit.ToBenefit())],
            };
        }
    }

    private sealed record PersonRow(Guid PersonId, long Version, string Site, string IdNumber);

    private sealed record StatementRow(Guid PersonId, string Source, DateOnly AsOf, string Facts, bool Corrects)
    {
        public Statement ToStatement() => new(Source, AsOf, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Facts)!, Corrects);
    }

    private sealed record HouseholdRow(
        Guid PersonId, bool? ZeroEmployment, bool? MinimumLivingAllowance, bool? RegisteredPoor, string Source, DateOnly AsOf)
    {
        public HouseholdFlags ToFlags() => new(ZeroEmployment, MinimumLivingAllowance, RegisteredPoor, Source, AsOf);
    }

    private sealed record BenefitOf(
        Guid PersonId, string Kind, DateOnly Since, decimal MonthlyAmount, DateOnly? CertifiedOn, string Source, DateOnly AsOf)
    {
        public BenefitRow ToRow() => new(Kind, Since, MonthlyAmount, CertifiedOn, Source, AsOf);
    }

    private sealed record EmployerOf(Guid PersonId, string Code, string Name, string Region, string Facts, string Source, DateOnly AsOf)
    {
        public EmployerRow ToRow() => new(Code, Name, Region, Facts, Source, AsOf);
    }

    private sealed record LedgerOf(
        Guid PersonId, DateOnly Month, string? Employer, string? EmployerName, string? Region, decimal Base, bool Pension, bool Medical, bool Unemployment,
        string Source, DateOnly AsOf)
    {
        public LedgerMonth ToMonth() => new(Month, Employer, EmployerName, Region, Base, Pension, Medical, Unemployment, Source, AsOf);
    }
}
