-- Keyed by person, not by site: people move between offices and may be certified at any counter, and nobody is certified twice a day.
-- A cluster shards both tables by person_id; site is an attribute that changes.
create table roll (
    person_id        uuid    primary key,
    version          bigint  not null,
    site             text    not null,
    village          text,
    care_home        text,
    died_on          date,
    benefits         jsonb   not null,
    -- No benefit any more. The row stays, so that an older event that comes late does not bring the person back.
    ended            boolean not null,
    registry_until   date,
    certified_on     date,
    certified_until  date,
    valid_until      date generated always as (greatest(registry_until, certified_until)) stored,
    check (ended or registry_until is not null)
);

create index roll_by_term on roll (site, valid_until, person_id) where not ended and died_on is null;

create table certifications (
    person_id        uuid        not null,
    certified_on     date        not null,
    certification_id uuid        not null,
    site             text        not null,
    channel          text        not null,
    ticket_id        uuid,
    certified_by     text        not null,
    valid_until      date        not null,
    certified_at     timestamptz not null,
    primary key (person_id, certified_on)
);

create index certifications_by_site on certifications (site, certified_on);
