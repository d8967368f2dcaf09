alter table case_items
    -- Facts that hold once the item is done, as the forms of the case say them.
    add column produces jsonb not null default '{}',
    -- Codes of the items of the case that have to be done before it, since it uses what they produce.
    add column waits_for text[] not null default '{}';

-- A case is about a person, or about an employer for whom that person acts (经办人): by what the registry knows, or by an authorisation on paper.
alter table cases
    add column employer_code text,
    add column employer_name text,
    add column authority text check (authority in ('registered', 'paper')),
    add check (num_nonnulls(employer_code, employer_name, authority) in (0, 3)),
    drop constraint cases_site_ticket_id_person_id_key,
    add unique nulls not distinct (site, ticket_id, person_id, employer_code);
