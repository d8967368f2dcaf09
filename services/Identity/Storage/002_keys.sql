-- Keys that sign tokens and encrypt what is between two requests. The secret part is encrypted with Identity:KeyPassword.
create table keys (
    key_id      text        primary key,
    use         text        not null check (use in ('sign', 'encrypt')),
    created_at  timestamptz not null,
    -- From here on it is the one in use, until the next one's instant; shown to everybody before.
    in_use_from timestamptz not null,
    -- Taken back by an operator: what it signed is refused.
    refused_at  timestamptz,
    secret      bytea       not null
);

-- ASP.NET Core's data-protection keys (cookies, antiforgery), encrypted the same way.
create table data_protection_keys (
    name text primary key,
    xml  text not null
);
