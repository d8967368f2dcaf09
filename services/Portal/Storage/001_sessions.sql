-- Who is signed in at the portal. Tokens are in the ticket, never in the browser, so every replica can go on with every session.
create table sessions (
    -- SHA-256 of the key in the cookie: who reads this table cannot take over a session.
    id         bytea       primary key,
    subject    text        not null,
    -- Encrypted with the data-protection keys.
    ticket     bytea       not null,
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    idle       interval    not null,
    ends_at    timestamptz not null
);

create index sessions_by_end on sessions (ends_at);

create table data_protection_keys (
    name       text        primary key,
    xml        text        not null,
    created_at timestamptz not null default now()
);
