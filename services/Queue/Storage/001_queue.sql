create table sites (
    site text primary key,
    name text not null,
    kind text not null
);

-- A ticket's zone gives its series. The zone of the lowest position takes whoever names none.
create table zones (
    site     text not null references sites,
    zone     text not null,
    name     text not null,
    series   text not null,
    position int  not null,
    primary key (site, zone),
    unique (site, series)
);

create table windows (
    site   text not null,
    number int  not null,
    zone   text not null,
    primary key (site, number),
    foreign key (site, zone) references zones
);

-- One row per site, hall day and series. Its lock, held until the ticket is committed, keeps numbers dense and times in their order.
create table ticket_counters (
    site           text        not null,
    day            date        not null,
    series         text        not null,
    last_number    int         not null,
    last_issued_at timestamptz not null,
    primary key (site, day, series)
);

create table tickets (
    site        text        not null,
    ticket_id   uuid        not null,
    day         date        not null,
    zone        text        not null,
    series      text        not null,
    sequence    int         not null,
    number      text        not null,
    items       text[]      not null,
    state       text        not null default 'waiting' check (state in ('waiting', 'called', 'serving', 'finished')),
    issued_at   timestamptz not null,
    -- The time a ticket's turn goes by. Equal to issued_at unless something gives the visitor a better or a kept place.
    arrived_at  timestamptz not null,
    "window"    int,
    teller      text,
    called_at   timestamptz,
    started_at  timestamptz,
    finished_at timestamptz,
    primary key (site, ticket_id),
    unique (site, day, series, sequence),
    check (state = 'waiting' or ("window" is not null and teller is not null and called_at is not null))
);

create index tickets_waiting on tickets (site, day, zone, arrived_at, sequence) where state = 'waiting';
create unique index one_active_ticket_per_window on tickets (site, "window") where state in ('called', 'serving');
create unique index one_active_ticket_per_teller on tickets (site, teller) where state in ('called', 'serving');
