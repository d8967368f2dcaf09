-- What was handed in for a case; the bytes are in the object store, under their SHA-256.
create table materials (
    site         text        not null,
    id           uuid        not null,
    case_id      uuid        not null,
    person_id    uuid        not null,
    material     text        not null,
    sha256       text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    media_type   text        not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
    bytes        int         not null check (bytes > 0),
    handed_in_by text        not null,
    handed_in_at timestamptz not null,
    -- The last day on which another case of the person can use it; none where none can.
    valid_until  date,
    primary key (site, id),
    -- The same bytes once, however often they are sent.
    unique (site, case_id, material, sha256),
    foreign key (site, case_id) references cases
);

create index materials_by_person on materials (site, person_id, material, valid_until);

-- What each item of a case uses: its own, another item's, or what an earlier case left.
create table case_materials (
    site        text        not null,
    case_id     uuid        not null,
    item        text        not null,
    material_id uuid        not null,
    offered_by  text        not null,
    offered_at  timestamptz not null,
    primary key (site, case_id, item, material_id),
    foreign key (site, case_id, item) references case_items (site, case_id, code),
    foreign key (site, material_id) references materials
);
