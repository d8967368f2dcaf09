-- What a person commits to in place of a paper (告知承诺). Nothing is deleted: one that was revoked can be offered anew.
create table case_commitments (
    site       text        not null,
    id         uuid        not null,
    case_id    uuid        not null,
    item       text        not null,
    material   text        not null,
    -- As the catalogue said when it was offered.
    name       text        not null,
    person_id  uuid        not null,
    form_id    uuid        not null,
    offered_by text        not null,
    offered_at timestamptz not null,
    signed_at  timestamptz,
    revoked_by text,
    revoked_at timestamptz,
    -- What the check afterwards (事后核查) found.
    kept       boolean,
    note       text,
    checked_by text,
    checked_at timestamptz,
    state      text        not null generated always as (
        case when revoked_at is not null then 'revoked' when kept then 'kept' when not kept then 'broken' when signed_at is not null then 'signed'
        else 'offered' end) stored,
    primary key (site, id),
    foreign key (site, case_id, item) references case_items,
    foreign key (site, form_id) references case_forms,
    check (num_nonnulls(revoked_by, revoked_at) in (0, 2)),
    check (num_nonnulls(kept, checked_by, checked_at) in (0, 3)),
    check (kept is null or (signed_at is not null and revoked_at is null))
);

create unique index case_commitments_in_force on case_commitments (site, case_id, item, material) where revoked_at is null;
create index case_commitments_unchecked on case_commitments (site, signed_at) where state = 'signed';
create index case_commitments_broken on case_commitments (person_id) where state = 'broken';

-- A form that was wanted and is not any more.
alter table case_forms drop constraint case_forms_state_check;
alter table case_forms add constraint case_forms_state_check check (state in ('wanted', 'rendered', 'signed', 'withdrawn'));

-- A paper that an item does not use any more, such as a wrong picture. The file stays.
alter table case_materials add column withdrawn_by text, add column withdrawn_at timestamptz, add check (num_nonnulls(withdrawn_by, withdrawn_at) in (0, 2));
