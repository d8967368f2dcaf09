-- Who read or changed which person's data, from where, why and when (docs/audit.md). Two may run this: the host, as administrator, who then gives
-- everything to a role that nobody can sign in as; and, where no host has, the service itself.
do $script$
begin
    if to_regclass('audit.entries') is not null then
        return;
    end if;
    if to_regnamespace('audit') is null then
        create schema audit;
    end if;

    create table audit.entries (
        sequence  bigint      primary key,
        at        timestamptz not null,
        actor     text        not null,
        roles     text        not null,
        site      text        not null,
        address   text,
        action    text        not null,
        -- None where data were seen of people whom the registry does not know, such as the rejected lines of an import.
        person_id uuid,
        purpose   text,
        trace_id  text,
        previous  bytea       not null,
        hash      bytea       not null
    );

    create index entries_by_person on audit.entries (person_id, sequence);

    -- The end of the chain. Whoever appends holds its one row until the transaction ends, so the last entries cannot go missing unnoticed.
    create table audit.head (
        last bigint not null,
        hash bytea  not null
    );

    insert into audit.head (last, hash) values (0, decode(repeat('00', 32), 'hex'));

    -- A text as length:content, nothing as a minus sign: no two lists of texts give the same line.
    create function audit.part(content text) returns text language sql immutable parallel safe as $body$
        select case when content is null then '-' else octet_length(content) || ':' || content end
    $body$;

    create function audit.append(
        at timestamptz, actor text, roles text, site text, address text, action text, trace_id text, persons uuid[], purposes text[])
        returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $body$
    declare
        place  bigint;
        before bytea;
        after  bytea;
        fixed  text := audit.part((extract(epoch from at) * 1000000)::bigint::text) || audit.part(actor) || audit.part(roles)
                    || audit.part(site) || audit.part(address) || audit.part(action);
    begin
        select head.last, head.hash into strict place, before from audit.head for update;
        for i in 1 .. cardinality(persons) loop
            place := place + 1;
            after := sha256(before || convert_to(
                audit.part(place::text) || fixed || audit.part(persons[i]::text) || audit.part(purposes[i]) || audit.part(trace_id), 'UTF8'));
            insert into audit.entries
            values (place, at, actor, roles, site, address, action, persons[i], purposes[i], trace_id, before, after);
            before := after;
        end loop;
        update audit.head set last = place, hash = before where head.last < place;
    end
    $body$;

    -- Not even the owner changes anything by mistake.
    create function audit.refuse() returns trigger language plpgsql as $body$
    begin
        raise exception 'audit.% is only appended to', tg_table_name using errcode = 'insufficient_privilege';
    end
    $body$;

    create trigger entries_are_kept before update or delete or truncate on audit.entries for each statement execute function audit.refuse();
    create trigger head_is_kept before insert or delete or truncate on audit.head for each statement execute function audit.refuse();
    create trigger head_moves_on before update on audit.head for each row when (new.last <= old.last) execute function audit.refuse();

    revoke all on all functions in schema audit from public;
end
$script$;
