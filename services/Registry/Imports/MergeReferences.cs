namespace Wenden.Registry.Imports;

/// <summary>
/// Brings employers, care homes and households up to date, and tells of the persons whose facts follow from what changed in them: members of
/// a household, and people whose last employer has moved. One transaction.
/// </summary>
internal static class MergeReferences
{
    public static async Task<ImportCounts> RunAsync(UnitsOfWork units, AuditTrail trail, Staging staging, CancellationToken ct)
    {
        await using var unit = await MergeUnit.BeginAsync(units, trail, staging, ct);
        var counts = new ImportCounts();

        counts.Add("careHome", await unit.CountAsync(CareHomes, ct));
        counts.Add("household", await unit.CountAsync(Households, ct));
        counts.Add("employer", await unit.CountAsync(Employers, ct));
        await unit.RunAsync(
            """
            insert into changed_persons
            select person_id from persons where household in (select code from changed_households)
            union
            select distinct last.person_id
            from (
                select distinct on (c.person_id) c.person_id, c.employer
                from contributions c
                where c.employer is not null and c.person_id in (
                    select person_id from contributions where employer in (select code from changed_employers))
                order by c.person_id, c.month desc) last
            join changed_employers on code = last.employer
            """, ct);
        await unit.RunAsync("update persons set version = version + 1 where person_id in (select person_id from changed_persons)", ct);
        counts.PersonsChanged = await unit.PublishChangesAsync(ct);
        await unit.CommitAsync(ct);
        return counts;
    }

    // A line takes the place of the row when it is newer, or of the same day and different; of several lines for one row the newest
    // counts, and of the same day the last.
    private const string CareHomes =
        """
        with newest as (select distinct on (code) * from staged_care_homes order by code, as_of desc, line desc),
        merged as (
            insert into care_homes as old (code, name, town, address, source, as_of)
            select code, name, town, address, source, as_of from newest order by code
            on conflict (code) do update
            set (name, town, address, source, as_of) = (excluded.name, excluded.town, excluded.address, excluded.source, excluded.as_of)
            where excluded.as_of > old.as_of
               or excluded.as_of = old.as_of
              and (excluded.name, excluded.town, excluded.address, excluded.source) is distinct from (old.name, old.town, old.address, old.source)
            returning xmax = 0 as is_new)
        select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from merged
        """;

    private const string Households =
        """
        with newest as (select distinct on (code) * from staged_households order by code, as_of desc, line desc),
        merged as (
            insert into households as old
                (code, registration, zero_employment, minimum_living_allowance, registered_poor, source, as_of)
            select code, registration, zero_employment, minimum_living_allowance, registered_poor, source, as_of from newest order by code
            on conflict (code) do update
            set (registration, zero_employment, minimum_living_allowance, registered_poor, source, as_of) =
                (excluded.registration, excluded.zero_employment, excluded.minimum_living_allowance, excluded.registered_poor,
                 excluded.source, excluded.as_of)
            where excluded.as_of > old.as_of
               or excluded.as_of = old.as_of
              and (excluded.registration, excluded.zero_employment, excluded.minimum_living_allowance, excluded.registered_poor, excluded.source)
                  is distinct from (old.registration, old.zero_employment, old.minimum_living_allowance, old.registered_poor, old.source)
            returning code, xmax = 0 as is_new),
        noted as (insert into changed_households select code from merged where not is_new)
        select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from merged
        """;

    private const string Employers =
        """
        with newest as (select distinct on (code) * from staged_employers order by code, as_of desc, line desc),
        merged as (
            insert into employers as old (code, name, region, facts, source, as_of)
            select code, name, region, facts, source, as_of from newest order by code
            on conflict (code) do update
            set (name, region, facts, source, as_of) = (excluded.name, excluded.region, excluded.facts, excluded.source, excluded.as_of)
            where excluded.as_of > old.as_of
               or excluded.as_of = old.as_of
              and (excluded.name, excluded.region, excluded.facts, excluded.source) is distinct from (old.name, old.region, old.facts, old.source)
            returning code, name, region, xmax = 0 as is_new),
        noted as (
            insert into changed_employers
            select merged.code from merged join employers old using (code)
            where not is_new and (merged.name, merged.region) is distinct from (old.name, old.region))
        select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from merged
        """;
}
