-- What a person says is wrong about them (异议), and what came of it.
create table contested_facts (
    site       text        not null,
    id         uuid        not null,
    person_id  uuid        not null references persons,
    fact       text        not null,
    -- What the registry held when it was contested.
    stated     jsonb,
    source     text,
    claimed    jsonb       not null,
    reason     text        not null,
    asked_by   text        not null,
    asked_at   timestamptz not null,
    result     text        check (result in ('accepted', 'refused')),
    answer     text,
    decided_by text        check (decided_by <> asked_by),
    decided_at timestamptz,
    primary key (site, id),
    check (num_nonnulls(result, answer, decided_by, decided_at) in (0, 4))
);

-- What was accepted is a statement too, and on one day stands above those of other sources.
alter table statements add column corrects boolean not null default false;

create unique index contested_facts_open on contested_facts (person_id, fact) where result is null;
create index contested_facts_waiting on contested_facts (site, asked_at) where result is null;
