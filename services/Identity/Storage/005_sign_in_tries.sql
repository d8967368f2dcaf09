-- Tries of staff with a wrong password, and those not yet judged, by the address they came from.
create table sign_in_tries (
    try_id   bigint      generated always as identity primary key,
    address  text        not null,
    tried_at timestamptz not null
);

-- The limit is counted over the last hour.
create index sign_in_tries_by_address on sign_in_tries (address, tried_at);
create index sign_in_tries_by_time on sign_in_tries (tried_at);
