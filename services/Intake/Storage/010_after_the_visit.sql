-- What a visitor says of an item (好差评): once.
create table ratings (
    site     text        not null,
    case_id  uuid        not null,
    item     text        not null,
    level    text        not null check (level in ('very-satisfied', 'satisfied', 'fairly-satisfied', 'dissatisfied', 'very-dissatisfied')),
    comment  text,
    -- On the visitor's phone, on the citizen's own page, or on the tablet at the window.
    given_on text        not null check (given_on in ('phone', 'own-page', 'window')),
    rated_at timestamptz not null,
    primary key (site, case_id, item),
    foreign key (site, case_id, item) references case_items
);

create index ratings_by_time on ratings (site, rated_at);

-- The rectification ledger (整改落实台账): what visitors found, and where it stands. How it came there is in ledger_events.
create table ledger_entries (
    site           text        not null,
    id             uuid        not null,
    site_name      text        not null,
    -- Nobody can guess it; whoever has it follows the entry and answers.
    link           text        not null unique,
    origin         text        not null check (origin in ('visitor', 'rating')),
    what           text        not null,
    window_number  int,
    -- A telephone number, where the visitor left one.
    contact        text,
    -- The rating that opened it.
    case_id        uuid,
    item           text,
    state          text        not null check (state in ('open', 'assigned', 'settled', 'reopened', 'closed')),
    -- Number of its last event.
    version        int         not null,
    owner          text,
    is_called_back boolean     not null default false,
    opened_at      timestamptz not null,
    due_on         date        not null,
    settled_at     timestamptz,
    primary key (site, id),
    foreign key (site, case_id, item) references ratings,
    check (num_nonnulls(case_id, item) = case origin when 'rating' then 2 else 0 end),
    check (owner is not null or state = 'open')
);

create unique index ledger_entries_of_rating on ledger_entries (site, case_id, item) where case_id is not null;
create index ledger_entries_due on ledger_entries (site, due_on) where state in ('open', 'assigned', 'reopened');
create index ledger_entries_by_time on ledger_entries (site, opened_at);

create table ledger_events (
    site     text        not null,
    entry_id uuid        not null,
    number   int         not null,
    kind     text        not null check (kind in ('opened', 'assigned', 'called-back', 'settled', 'confirmed', 'reopened')),
    -- Account name of a person, or visitor.
    who      text        not null,
    text     text,
    owner    text,
    -- The last day to settle it, as it stood then.
    due_on   date        not null,
    at       timestamptz not null,
    primary key (site, entry_id, number),
    foreign key (site, entry_id) references ledger_entries
);

create index ledger_events_by_time on ledger_events (site, at);

-- Events are added and never changed, and no entry goes away.
create function keep_ledger() returns trigger language plpgsql as $body$
begin
    raise exception 'The ledger is not to be changed in hindsight.';
end
$body$;

create trigger keep_events before update or delete on ledger_events for each row execute function keep_ledger();
create trigger keep_events_all before truncate on ledger_events execute function keep_ledger();
create trigger keep_entries before delete on ledger_entries for each row execute function keep_ledger();
