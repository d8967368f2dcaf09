-- What is known of an employer besides name and region, by the names of Persons/facts.yaml. Its source and as-of day are the row's.
alter table employers add column facts jsonb not null default '{}';

create or replace function begin_staging(staging text, buckets int) returns void language plpgsql as $$
declare
    abandoned text;
begin
    for abandoned in select nspname from pg_namespace where nspname like 'import\_%' loop
        if pg_try_advisory_lock(staging_lock(abandoned)) then
            execute format('drop schema if exists %I cascade', abandoned);
            perform pg_advisory_unlock(staging_lock(abandoned));
        end if;
    end loop;

    perform pg_advisory_lock(staging_lock(staging));
    execute format('create schema %I', staging);
    perform set_config('search_path', staging || ', public', false);

    create unlogged table staged_employers (line bigint, code text, name text, region text, facts jsonb, source text, as_of date);
    create unlogged table staged_care_homes (line bigint, code text, name text, town text, address text, source text, as_of date);
    create unlogged table staged_households (
        line bigint, code text, registration text, zero_employment boolean, minimum_living_allowance boolean, registered_poor boolean,
        source text, as_of date);
    create unlogged table staged_rejections (line bigint, kind text, code text, arguments text[], content text);
    create unlogged table changed_persons (person_id uuid primary key);
    create unlogged table changed_households (code text primary key);
    create unlogged table changed_employers (code text primary key);

    -- Everything about one person is in one bucket, so that a bucket can be merged, and its events written, in one transaction.
    create table staged_persons (
        bucket smallint, line bigint, candidate uuid, id_number text, source text, as_of date, facts jsonb, care_home text, household text)
        partition by list (bucket);
    create table staged_contributions (
        bucket smallint, line bigint, id_number text, month date, employer text, base numeric(12, 2),
        pension boolean, medical boolean, unemployment boolean, source text, as_of date)
        partition by list (bucket);
    create table staged_benefits (
        bucket smallint, line bigint, id_number text, kind text, since date, monthly_amount numeric(12, 2), certified_on date, ended_on date,
        source text, as_of date)
        partition by list (bucket);
    for bucket in 0 .. buckets - 1 loop
        execute format('create unlogged table staged_persons_%s partition of staged_persons for values in (%s)', bucket, bucket);
        execute format('create unlogged table staged_contributions_%s partition of staged_contributions for values in (%s)', bucket, bucket);
        execute format('create unlogged table staged_benefits_%s partition of staged_benefits for values in (%s)', bucket, bucket);
    end loop;
end
$$;
