-- Keyed by person, not by site: people move between offices, and an identity number must be unique in the whole registry.
-- A cluster shards these tables by person_id; site is an attribute that changes.
create table persons (
    person_id uuid primary key,
    id_number text not null unique,
    version   bigint not null default 0,
    site      text not null,
    village   text,
    care_home text,
    household text,
    died_on   date
);

create index persons_by_household on persons (household) where household is not null;

-- What one source says about one person as of one day; its newest word only.
create table statements (
    person_id uuid not null references persons,
    source    text not null,
    as_of     date not null,
    facts     jsonb not null,
    primary key (person_id, source)
);

create table employers (
    code   text primary key,
    name   text not null,
    region text not null,
    source text not null,
    as_of  date not null
);

create table care_homes (
    code    text primary key,
    name    text not null,
    town    text not null,
    address text,
    source  text not null,
    as_of   date not null
);

create table households (
    code                     text primary key,
    registration             text not null,
    zero_employment          boolean,
    minimum_living_allowance boolean,
    registered_poor          boolean,
    source                   text not null,
    as_of                    date not null
);

-- The ledger grows by a row per person and month. No foreign keys: the import checks references by set, and a trigger per row would double its time.
create table contributions (
    person_id    uuid not null,
    month        date not null,
    employer     text,
    base         numeric(12, 2) not null,
    pension      boolean not null,
    medical      boolean not null,
    unemployment boolean not null,
    source       text not null,
    as_of        date not null,
    primary key (person_id, month)
);

create table benefits (
    person_id      uuid not null references persons,
    kind           text not null,
    since          date not null,
    monthly_amount numeric(12, 2) not null,
    certified_on   date,
    ended_on       date,
    source         text not null,
    as_of          date not null,
    primary key (person_id, kind)
);

create table imports (
    import_id       uuid primary key,
    account         text not null,
    started_at      timestamptz not null,
    finished_at     timestamptz not null,
    counts          jsonb not null,
    persons_changed bigint not null
);

create table import_rejections (
    import_id uuid not null references imports,
    line      bigint not null,
    kind      text,
    code      text not null,
    arguments text[] not null,
    content   text not null,
    primary key (import_id, line)
);

-- Facts of several statements laid over each other, the last one on top.
create aggregate jsonb_overlay(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
