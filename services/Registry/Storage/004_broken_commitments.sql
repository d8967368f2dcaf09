-- What a person had committed to in place of a paper (告知承诺) and was found to be false.
create table broken_commitments (
    commitment_id uuid        primary key,
    person_id     uuid        not null references persons,
    site          text        not null,
    case_id       uuid        not null,
    material      text        not null,
    found_at      timestamptz not null
);

create index broken_commitments_by_person on broken_commitments (person_id);
