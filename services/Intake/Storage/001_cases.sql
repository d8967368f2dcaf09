-- What is known of a visit. Events come in any order: each fills in what it knows, and the state follows from what is known, never backwards.
create table visits (
    site          text not null,
    ticket_id     uuid not null,
    number        text,
    items         text[],
    issued_at     timestamptz,
    window_number int,
    teller        text,
    called_at     timestamptz,
    finished_at   timestamptz,
    state         text not null generated always as (
        case when finished_at is not null then 'finished' when called_at is not null then 'called' else 'waiting' end) stored,
    primary key (site, ticket_id)
);

create table cases (
    site            text        not null,
    id              uuid        not null,
    ticket_id       uuid        not null,
    ticket_number   text        not null,
    window_number   int         not null,
    site_name       text        not null,
    person_id       uuid        not null,
    opened_by       text        not null,
    opened_at       timestamptz not null,
    forms_signed_at timestamptz,
    accepted_at     timestamptz,
    primary key (site, id),
    -- One case per visitor and visit; also finds the cases of a ticket.
    unique (site, ticket_id, person_id),
    foreign key (site, ticket_id) references visits
);

create index cases_by_person on cases (site, person_id);

create table case_items (
    site          text        not null,
    case_id       uuid        not null,
    code          text        not null,
    position      int         not null,
    -- As the catalogue said on the day of opening.
    name          text        not null,
    instant       boolean     not null,
    promised_days int         not null,
    follow_up     text        not null check (follow_up in ('none', 'subsidy', 'certification')),
    state         text        not null,
    amount        numeric(12, 2),
    reasons       text[]      not null default '{}',
    missing       text[]      not null default '{}',
    decided_at    timestamptz,
    changed_at    timestamptz not null,
    primary key (site, case_id, code),
    foreign key (site, case_id) references cases
);

create table case_forms (
    site            text   not null,
    id              uuid   not null,
    case_id         uuid   not null,
    -- None for a form about the whole case, such as the receipt.
    item            text,
    template        text   not null,
    state           text   not null default 'wanted' check (state in ('wanted', 'rendered', 'signed')),
    needs_signature boolean,
    sha256          text,
    signed_sha256   text,
    missing_fields  text[] not null default '{}',
    primary key (site, id),
    foreign key (site, case_id) references cases
);

create index case_forms_by_case on case_forms (site, case_id);

create table case_history (
    site       text        not null,
    id         bigint      generated always as identity,
    case_id    uuid        not null,
    item       text        not null,
    from_state text,
    to_state   text        not null,
    who        text        not null,
    why        text        not null,
    at         timestamptz not null,
    primary key (site, id),
    foreign key (site, case_id) references cases
);

create index case_history_by_case on case_history (site, case_id, id);

-- Certifications done at the site: one may be done before the case that wants it is accepted.
create table certifications (
    site             text not null,
    certification_id uuid not null,
    person_id        uuid not null,
    certified_on     date not null,
    primary key (site, certification_id)
);

create index certifications_by_person on certifications (site, person_id, certified_on);
