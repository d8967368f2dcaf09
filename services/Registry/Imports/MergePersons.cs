namespace Wenden.Registry.Imports;

/// <summary>Brings the persons of one bucket up to date and tells of those that really changed, in one transaction.</summary>
internal static class MergePersons
{
    public static async Task<ImportCounts> RunAsync(UnitsOfWork units, AuditTrail trail, Staging staging, int bucket, string hall, CancellationToken ct)
    {
        await using var unit = await MergeUnit.BeginAsync(units, trail, staging, ct);
        var counts = new ImportCounts();

        await unit.RunAsync(RefuseUnknownReferences, ct, new { bucket });
        await unit.RunAsync(AddPersons, ct, new { bucket, hall });
        await unit.RunAsync(RefuseUnknownPersons, ct, new { bucket });
        counts.Add("person", await unit.CountAsync(Statements, ct, new { bucket }));
        counts.Add("contribution", await unit.CountAsync(Contributions, ct, new { bucket }));
        counts.Add("benefit", await unit.CountAsync(Benefits, ct, new { bucket }));
        await unit.RunAsync(UpdatePersons, ct, new { hall });
        counts.PersonsChanged = await unit.PublishChangesAsync(ct);
        await unit.CommitAsync(ct);
        return counts;
    }

    private const string RefuseUnknownReferences =
        """
        with refused as (
            delete from staged_persons s
            where bucket = @bucket
              and (household is not null and not exists (select from households where code = s.household)
                or care_home is not null and not exists (select from care_homes where code = s.care_home))
            returning *)
        insert into staged_rejections
        select line, 'person',
               case when known then 'household.unknown' else 'care-home.unknown' end,
               array[case when known then household else care_home end],
               jsonb_build_object('kind', 'person', 'idNumber', id_number, 'source', source, 'asOf', as_of, 'facts', facts)::text
        from refused, lateral (select care_home is null or exists (select from care_homes where code = care_home) as known) home;

        with refused as (
            delete from staged_contributions s
            where bucket = @bucket and employer is not null and not exists (select from employers where code = s.employer)
            returning *)
        insert into staged_rejections
        select line, 'contribution', 'employer.unknown', array[employer],
               jsonb_strip_nulls(jsonb_build_object(
                   'kind', 'contribution', 'idNumber', id_number, 'month', to_char(month, 'YYYY-MM'), 'employer', employer, 'base', base,
                   'pension', pension, 'medical', medical, 'unemployment', unemployment, 'source', source, 'asOf', as_of))::text
        from refused
        """;

    private const string AddPersons =
        """
        insert into persons (person_id, id_number, site)
        select distinct on (id_number) candidate, id_number, @hall from staged_persons where bucket = @bucket order by id_number, line
        on conflict (id_number) do nothing
        """;

    private const string RefuseUnknownPersons =
        """
        with refused as (
            delete from staged_contributions s
            where bucket = @bucket and not exists (select from persons p where p.id_number = s.id_number)
            returning *)
        insert into staged_rejections
        select line, 'contribution', 'person.unknown', '{}',
               jsonb_strip_nulls(jsonb_build_object(
                   'kind', 'contribution', 'idNumber', id_number, 'month', to_char(month, 'YYYY-MM'), 'employer', employer, 'base', base,
                   'pension', pension, 'medical', medical, 'unemployment', unemployment, 'source', source, 'asOf', as_of))::text
        from refused;

        with refused as (
            delete from staged_benefits s
            where bucket = @bucket and not exists (select from persons p where p.id_number = s.id_number)
            returning *)
        insert into staged_rejections
        select line, 'benefit', 'person.unknown', '{}',
               jsonb_strip_nulls(jsonb_build_object(
                   'kind', 'benefit', 'idNumber', id_number, 'benefit', kind, 'since', since, 'monthlyAmount', monthly_amount,
                   'certifiedOn', certified_on, 'endedOn', ended_on, 'source', source, 'asOf', as_of))::text
        from refused
        """;

    // What is already so is left out before the insert: an upsert that changes nothing still writes a lock into every row.
    private const string Statements =
        """
        with newest as (
            select distinct on (id_number, source) * from staged_persons where bucket = @bucket
            order by id_number, source, as_of desc, line desc),
        news as (
            select p.person_id, s.source, s.as_of, s.facts
            from newest s
            join persons p using (id_number)
            left join statements old on old.person_id = p.person_id and old.source = s.source
            where old.person_id is null or s.as_of > old.as_of or s.as_of = old.as_of and s.facts <> old.facts),
        merged as (
            insert into statements as old (person_id, source, as_of, facts)
            select person_id, source, as_of, facts from news
            on conflict (person_id, source) do update set (as_of, facts) = (excluded.as_of, excluded.facts)
            returning person_id, xmax = 0 as is_new),
        noted as (insert into changed_persons select distinct person_id from merged on conflict do nothing)
        select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from merged
        """;

    private const string Contributions =
        """
        with newest as (
            select distinct on (id_number, month) * from staged_contributions where bucket = @bucket
            order by id_number, month, as_of desc, line desc),
        news as (
            select p.person_id, s.month, s.employer, s.base, s.pension, s.medical, s.unemployment, s.source, s.as_of
            from newest s
            join persons p using (id_number)
            left join contributions old on old.person_id = p.person_id and old.month = s.month
            where old.person_id is null or s.as_of > old.as_of
               or s.as_of = old.as_of
              and (s.employer, s.base, s.pension, s.medical, s.unemployment, s.source)
                  is distinct from (old.employer, old.base, old.pension, old.medical, old.unemployment, old.source)),
        merged as (
            insert into contributions (person_id, month, employer, base, pension, medical, unemployment, source, as_of)
            select * from news
            on conflict (person_id, month) do update
            set (employer, base, pension, medical, unemployment, source, as_of) =
                (excluded.employer, excluded.base, excluded.pension, excluded.medical, excluded.unemployment, excluded.source, excluded.as_of)
            returning person_id, xmax = 0 as is_new),
        noted as (insert into changed_persons select distinct person_id from merged on conflict do nothing)
        select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from merged
        """;

    // A certification that was recorded here is not taken back by a source that has not heard of it yet.
    private const string Benefits =
        """
        with newest as (
            select distinct on (id_number, kind) * from staged_benefits where bucket = @bucket order by id_number, kind, as_of desc, line desc),
        merged as (
            insert into benefits as old (person_id, kind, since, monthly_amount, certified_on, ended_on, source, as_of)
            select p.person_id, s.kind, s.since, s.monthly_amount, s.certified_on, s.ended_on, s.source, s.as_of
            from newest s join persons p using (id_number)
            on conflict (person_id, kind) do update
            set (since, monthly_amount, certified_on, ended_on, source, as_of) =
                (excluded.since, excluded.monthly_amount, greatest(old.certified_on, excluded.certified_on),
                 excluded.ended_on, excluded.source, excluded.as_of)
            where excluded.as_of > old.as_of
               or excluded.as_of = old.as_of
              and (excluded.since, excluded.monthly_amount, greatest(old.certified_on, excluded.certified_on), excluded.ended_on, excluded.source)
                  is distinct from (old.since, old.monthly_amount, old.certified_on, old.ended_on, old.source)
            returning person_id, xmax = 0 as is_new),
        noted as (insert into changed_persons select distinct person_id from merged on conflict do nothing)
        select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed from merged
        """;

    private const string UpdatePersons =
        """
        with known as (
            select person_id, jsonb_overlay(facts order by as_of, source collate "C") as facts
            from statements where person_id in (select person_id from changed_persons)
            group by person_id)
        update persons p
        set version = version + 1,
            site = coalesce(known.facts ->> 'townOffice', @hall),
            village = known.facts ->> 'village',
            care_home = known.facts ->> 'careHome',
            household = known.facts ->> 'household',
            died_on = (known.facts ->> 'diedOn')::date
        from known
        where p.person_id = known.person_id
        """;
}
