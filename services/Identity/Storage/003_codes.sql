-- One-time codes of citizens. A row is made whether or not the registry knows the person; without a person no code fits.
create table citizen_codes (
    challenge_id uuid        primary key,
    person_hash  bytea       not null,
    address      text        not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    person_id    uuid,
    full_name    text,
    code_hash    bytea       not null,
    tries        int         not null default 0,
    used_at      timestamptz
);

-- Limits are counted over the last hour.
create index citizen_codes_by_person on citizen_codes (person_hash, created_at);
create index citizen_codes_by_address on citizen_codes (address, created_at);
create index citizen_codes_by_time on citizen_codes (created_at);

-- Sample hall only: what a text message would say, for the operator to read out.
create table sample_codes (
    code_id  bigint      generated always as identity primary key,
    sent_at  timestamptz not null,
    phone    text        not null,
    code     text        not null
);
