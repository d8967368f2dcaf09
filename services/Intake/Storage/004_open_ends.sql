-- Accepted without a secondary material (容缺受理): the item is worked on, and not completed before each of its gaps is closed.
create table case_gaps (
    site      text        not null,
    case_id   uuid        not null,
    item      text        not null,
    material  text        not null,
    -- As the catalogue said at acceptance.
    name      text        not null,
    opened_by text        not null,
    opened_at timestamptz not null,
    due_on    date        not null,
    closed_by text,
    closed_at timestamptz,
    primary key (site, case_id, item, material),
    foreign key (site, case_id, item) references case_items,
    check (num_nonnulls(closed_by, closed_at) in (0, 2))
);

create index case_gaps_open on case_gaps (site, due_on) where closed_at is null;

-- What a visitor is asked to add (补正). One row an item: what is missing is told once (一次性告知).
create table case_supplements (
    site        text        not null,
    case_id     uuid        not null,
    item        text        not null,
    missing     text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null,
    due_on      date        not null,
    supplied_by text,
    supplied_at timestamptz,
    primary key (site, case_id, item),
    foreign key (site, case_id, item) references case_items,
    check (num_nonnulls(supplied_by, supplied_at) in (0, 2))
);

-- A decided item is reopened by one person who says why and another who agrees.
create table case_corrections (
    site          text        not null,
    id            uuid        not null,
    case_id       uuid        not null,
    item          text        not null,
    reason        text        not null,
    asked_by      text        not null,
    asked_at      timestamptz not null,
    -- What was decided before, and why.
    prior_state   text        not null,
    prior_reasons text[]      not null,
    result        text        check (result in ('approved', 'declined')),
    decided_by    text        check (decided_by <> asked_by),
    decided_at    timestamptz,
    primary key (site, id),
    foreign key (site, case_id, item) references case_items,
    check (num_nonnulls(result, decided_by, decided_at) in (0, 3))
);

create index case_corrections_by_case on case_corrections (site, case_id);
create unique index case_corrections_open on case_corrections (site, case_id, item) where result is null;

drop index case_items_due;
create index case_items_due on case_items (site, due_on)
 where state in ('accepted', 'in-review', 'waiting-facts', 'awaiting-supplement', 'awaiting-gap');

-- What was decided lately.
create index case_items_decided on case_items (site, changed_at) where state in ('completed', 'rejected') and follow_up = 'none';

-- A citizen's own cases, at any site.
create index cases_of_person on cases (person_id, opened_at desc);
