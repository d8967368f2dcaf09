-- Rules of a site as its file gives them, and what its manager wrote on the boards.
alter table sites
    add column rules   jsonb not null default
        '{"favouredInARow":2,"longestWaitMinutes":60,"recalls":0,"returnMinutes":30,"lateMinutes":10,"lateTimes":2}',
    add column message text;

-- A number is taken for the first zone that takes all the visitor's items: 'instant' those done on the spot, 'listed' its own list, 'any' the rest.
-- Numbers that kiosks give out while the queue cannot be reached have a series of their own, so that the zone's own stays dense.
alter table zones
    add column takes          text    not null default 'any' check (takes in ('any', 'instant', 'listed')),
    add column items          text[]  not null default '{}',
    add column offline_series text,
    add column is_open        boolean not null default true;
alter table zones add unique (site, offline_series);

-- The claim tells two pages of one teller apart. Who holds the row's lock decides about the window: it carries the visitor it is busy with.
alter table windows
    add column zones             text[]  not null default '{}',
    add column state             text    not null default 'closed' check (state in ('closed', 'open', 'paused')),
    add column teller            text,
    add column claim             uuid,
    -- Of the teller; none where they can do everything.
    add column skills            text[],
    add column opened_at         timestamptz,
    add column pause_reason      text,
    add column ticket_id         uuid,
    add column favoured_in_a_row int     not null default 0,
    add check ((state = 'closed') = (teller is null) and (state = 'closed') = (claim is null)),
    add check ((state = 'paused') = (pause_reason is not null)),
    add check (state = 'open' or ticket_id is null);
update windows set zones = array[zone];
alter table windows drop column zone;
create unique index one_window_per_teller on windows (site, teller) where teller is not null;

-- What a teller can do beyond the usual. Whoever is not named here can do everything.
create table tellers (
    site   text   not null references sites,
    teller text   not null,
    skills text[] not null,
    primary key (site, teller)
);

-- What Intake has told of its items, version by version.
create table items (
    effective_from date   not null,
    code           text   not null,
    number         int    not null,
    name           text   not null,
    name_en        text   not null,
    "group"        text   not null,
    group_name     text   not null,
    group_name_en  text   not null,
    instant        boolean not null,
    materials      text[] not null,
    materials_en   text[] not null,
    primary key (effective_from, code)
);

-- Kept under the lock of the row that counts, so that a cap is never overshot.
create table item_counters (
    site  text not null,
    day   date not null,
    item  text not null,
    count int  not null,
    primary key (site, day, item)
);

create table leases (
    site       text        not null,
    lease_id   uuid        not null,
    kiosk      text        not null,
    day        date        not null,
    zone       text        not null,
    series     text        not null,
    first      int         not null,
    last       int         not null,
    granted_at timestamptz not null,
    expires_at timestamptz not null,
    -- The last number the kiosk used, once it has given the rest back. What follows up to the last of the lease is a gap that is explained.
    returned_after int,
    primary key (site, lease_id),
    unique (site, day, series, first)
);

-- One row per slot that somebody has booked. Its lock keeps a slot from being overbooked.
create table slots (
    site      text        not null,
    zone      text        not null,
    starts_at timestamptz not null,
    booked    int         not null check (booked >= 0),
    primary key (site, zone, starts_at)
);

create table appointments (
    site            text        not null,
    appointment_id  uuid        not null,
    zone            text        not null,
    starts_at       timestamptz not null,
    items           text[]      not null,
    identity_number text,
    person_id       uuid,
    booked_by       text        not null,
    booked_at       timestamptz not null,
    state           text        not null default 'booked' check (state in ('booked', 'arrived', 'cancelled', 'no-show')),
    code            text        not null,
    ticket_id       uuid,
    primary key (site, appointment_id),
    foreign key (site, zone) references zones
);
create unique index appointment_codes on appointments (site, code) where state = 'booked';
create index appointments_of_day on appointments (site, starts_at);
create index appointments_of_person on appointments (person_id) where person_id is not null;

drop index one_active_ticket_per_window, one_active_ticket_per_teller, tickets_waiting;
alter table tickets drop constraint tickets_state_check, drop constraint tickets_check;
alter table tickets
    add column class           text    not null default 'ordinary' check (class in ('ordinary', 'elder', 'disabled', 'pregnant', 'soldier')),
    -- The virtual arrival time that the turn goes by; arrived_at is when the visitor came.
    add column turn_at         timestamptz,
    add column skills          text[]  not null default '{}',
    add column for_window      int,
    add column for_teller      text,
    add column recalls         int     not null default 0,
    add column late_times      int     not null default 0,
    add column reason          text,
    add column missed_at       timestamptz,
    add column return_by       timestamptz,
    add column results         jsonb   not null default '{}',
    -- Ends the address of the visitor's own page.
    add column link            text,
    -- Forgotten as soon as the visit has ended, whichever way.
    add column identity_number text,
    add column appointment_id  uuid,
    add column lease_id        uuid,
    add column is_offline      boolean generated always as (lease_id is not null) stored,
    -- What the estimate said when the number was taken, in minutes; the estimates to come are measured by it.
    add column expected_wait   real,
    add column expected_service real   not null default 0,
    add column first_called_at timestamptz,
    -- Since when the visitor is at, or called to, the window; and for how long they were there before.
    add column at_window_at    timestamptz,
    add column window_seconds  real    not null default 0,
    -- What the last change was and when; the table records each in ticket_events.
    add column change          text    not null default 'issued',
    add column changed_at      timestamptz;
-- Windows were not opened before: a visit under way cannot go on at one, and is over.
update tickets set state = 'finished', finished_at = greatest(called_at, started_at) where state in ('called', 'serving');
update tickets set turn_at = arrived_at, first_called_at = called_at, at_window_at = called_at, changed_at = coalesce(finished_at, started_at, called_at, issued_at);
alter table tickets
    alter column turn_at set not null,
    alter column changed_at set not null,
    add check (state in ('waiting', 'called', 'serving', 'held', 'finished', 'missed', 'cancelled', 'abandoned')),
    add check (state not in ('called', 'serving', 'held') or ("window" is not null and teller is not null and called_at is not null)),
    add check (state not in ('finished', 'missed', 'cancelled', 'abandoned') or state = 'missed' or identity_number is null);

create index tickets_waiting on tickets (site, day, turn_at, sequence) where state = 'waiting';
create index tickets_by_arrival on tickets (site, day, arrived_at, sequence) where state = 'waiting';
create index tickets_open on tickets (day) where state in ('waiting', 'called', 'serving', 'held', 'missed');
create index tickets_at_windows on tickets (site) where state in ('called', 'serving');
create unique index one_active_ticket_per_window on tickets (site, "window") where state in ('called', 'serving');
create unique index one_active_ticket_per_teller on tickets (site, teller) where state in ('called', 'serving');
create unique index one_ticket_per_visitor on tickets (site, day, identity_number)
    where identity_number is not null and state in ('waiting', 'called', 'serving', 'held');
create unique index tickets_by_link on tickets (link) where link is not null;
create index tickets_called on tickets (site, zone, first_called_at) where first_called_at is not null;
create index tickets_finished on tickets (site, finished_at) where state = 'finished';

-- What happened to each ticket, in order. Statistics come from here alone.
create table ticket_events (
    site      text        not null,
    event_id  bigint      not null generated always as identity,
    day       date        not null,
    ticket_id uuid        not null,
    change    text        not null,
    at        timestamptz not null,
    state     text        not null,
    number    text        not null,
    zone      text        not null,
    "window"  int,
    teller    text,
    class     text        not null,
    items     text[]      not null,
    results   jsonb       not null,
    reason    text,
    primary key (site, event_id)
);
create index ticket_events_of_day on ticket_events (site, day, ticket_id, event_id);

-- Keeps the time that visitors spend at windows.
create function clock_ticket() returns trigger language plpgsql as $$
begin
    if new.state in ('called', 'serving') and old.state not in ('called', 'serving') then
        new.at_window_at := new.changed_at;
        new.first_called_at := coalesce(old.first_called_at, new.changed_at);
    elsif old.state in ('called', 'serving') and new.state not in ('called', 'serving') then
        new.window_seconds := old.window_seconds + greatest(0, extract(epoch from new.changed_at - old.at_window_at));
        new.at_window_at := null;
    end if;
    return new;
end $$;

-- Refuses a step that no ticket may take, frees the window that a visitor leaves, and records every change, whichever statement made it.
create function record_ticket() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.state <> old.state and not (old.state || ' ' || new.state) = any (array[
               'waiting called', 'waiting cancelled', 'waiting abandoned',
               'called serving', 'called held', 'called waiting', 'called missed', 'called finished', 'called cancelled', 'called abandoned',
               'serving held', 'serving waiting', 'serving finished', 'serving cancelled', 'serving abandoned',
               'held serving', 'held waiting', 'held finished', 'held cancelled', 'held abandoned',
               'missed waiting', 'missed cancelled', 'missed abandoned']) then
            raise exception 'A ticket does not go from % to %', old.state, new.state using errcode = 'check_violation';
        end if;
        if old.state in ('called', 'serving') and new.state not in ('called', 'serving') then
            update windows set ticket_id = null where site = old.site and number = old."window" and ticket_id = old.ticket_id;
        end if;
        if new.change = old.change and new.changed_at = old.changed_at and new.state = old.state then
            return null;
        end if;
    end if;
    insert into ticket_events (site, day, ticket_id, change, at, state, number, zone, "window", teller, class, items, results, reason)
    values (new.site, new.day, new.ticket_id, new.change, new.changed_at, new.state, new.number, new.zone, new."window", new.teller, new.class, new.items,
            new.results, new.reason);
    return null;
end $$;

insert into ticket_events (site, day, ticket_id, change, at, state, number, zone, "window", teller, class, items, results)
select site, day, ticket_id, happened.change, at, state, number, zone, "window", teller, class, items, '{}'
  from tickets,
       lateral (values ('issued', issued_at), ('called', called_at), ('started', started_at), ('finished', finished_at)) as happened (change, at)
 where at is not null
 order by at;

create trigger clock_ticket before update on tickets for each row execute function clock_ticket();
create trigger record_ticket after insert or update on tickets for each row execute function record_ticket();

-- Why each ticket was called before others.
create table calls (
    site       text        not null,
    ticket_id  uuid        not null,
    called_at  timestamptz not null,
    "window"   int         not null,
    rule       text        not null check (rule in ('turn', 'ordinary-due', 'waited-too-long')),
    candidates jsonb       not null,
    primary key (site, ticket_id, called_at)
);

-- Dense per site, in the order of commits: the counter's lock is held until the call that announces is committed.
create table announcement_counters (
    site text   primary key,
    last bigint not null
);

create table announcements (
    site         text        not null,
    sequence     bigint      not null,
    ticket_id    uuid        not null,
    number       text        not null,
    "window"     int         not null,
    is_recall    boolean     not null,
    called_at    timestamptz not null,
    delivered_at timestamptz,
    played_at    timestamptz,
    primary key (site, sequence)
);
