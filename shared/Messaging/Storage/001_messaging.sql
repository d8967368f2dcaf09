-- Events that are committed and not yet confirmed by the broker. Small and hot: a row leaves as soon as it is confirmed.
create table outbox (
    id              bigint generated always as identity primary key,
    message_id      uuid        not null,
    type            text        not null,
    body            jsonb       not null,
    trace_parent    text,
    trace_state     text,
    created_at      timestamptz not null default now(),
    attempts        int         not null default 0,
    next_attempt_at timestamptz not null default now(),
    last_error      text
);

create index outbox_due on outbox (next_attempt_at, id);

-- What was sent, kept for some days: a subscriber added later can be given what it missed.
create table outbox_sent (
    message_id   uuid        primary key,
    type         text        not null,
    body         jsonb       not null,
    trace_parent text,
    trace_state  text,
    created_at   timestamptz not null,
    sent_at      timestamptz not null default now()
);

create index outbox_sent_by_time on outbox_sent using brin (sent_at);

-- Messages that took effect, per consumer. Kept longer than outbox_sent, so that a replay repeats nothing.
create table inbox (
    message_id uuid        not null,
    consumer   text        not null,
    handled_at timestamptz not null default now(),
    primary key (message_id, consumer)
);

create index inbox_by_time on inbox using brin (handled_at);

-- Answers to commands, so that the same key gets the same answer.
create table idempotency_keys (
    caller     text        not null,
    key        text        not null,
    request    bytea       not null,
    status     int,
    location   text,
    answer     text,
    created_at timestamptz not null default now(),
    primary key (caller, key)
);

create index idempotency_keys_by_time on idempotency_keys using brin (created_at);
