create function is_kept() returns trigger language plpgsql as $$
begin
    raise exception '% is only added to', tg_table_name;
end
$$;

-- The budget of a programme's year; the last version is in force, the earlier ones stay.
create table budgets (
    programme text           not null,
    year      int            not null,
    version   int            not null,
    id        uuid           not null unique,
    amount    numeric(14, 2) not null,
    source    text           not null,
    set_by    text           not null,
    set_at    timestamptz    not null,
    primary key (programme, year, version),
    constraint budget_is_not_negative check (amount >= 0)
);

create trigger budgets_are_kept before update or delete or truncate on budgets for each statement execute function is_kept();

create table payment_batches (
    site       text           not null,
    id         uuid           not null,
    programme  text           not null,
    year       int            not null,
    number     int            not null,
    state      text           not null default 'made',
    created_by text           not null,
    created_at timestamptz    not null,
    count      int            not null,
    total      numeric(14, 2) not null,
    -- Of the bank file as CSV, every byte of it.
    sha256     text           not null,
    sent_by    text,
    sent_at    timestamptz,
    settled_at timestamptz,
    primary key (site, id),
    constraint batch_numbers_differ unique (site, programme, year, number),
    constraint batch_state_is_known check (state in ('made', 'sent', 'answered', 'settled')),
    constraint batch_is_sent_by_somebody check (state = 'made' or count = 0 or (sent_by is not null and sent_at is not null)),
    constraint batch_settles_once check ((state = 'settled') = (settled_at is not null))
);

create table payments (
    site           text           not null,
    id             uuid           not null unique,
    application_id uuid           not null,
    person_id      uuid           not null,
    programme      text           not null,
    year           int            not null,
    attempt        int            not null default 1,
    replaces       uuid           unique references payments (id),
    batch_id       uuid,
    line           int,
    -- Frozen once the batch is made.
    name           text           not null,
    id_number      text           not null,
    bank           text           not null,
    account        text           not null,
    amount         numeric(10, 2) not null,
    state          text           not null default 'made',
    reason         text,
    paid_on        date,
    -- Not once it was replaced by another attempt, withdrawn, given up after a failure, or paid back.
    counts         boolean        not null default true,
    created_by     text           not null,
    created_at     timestamptz    not null,
    answered_at    timestamptz,
    primary key (site, id),
    foreign key (site, application_id) references applications (site, id),
    foreign key (site, batch_id) references payment_batches (site, id),
    unique (site, batch_id, line),
    constraint payment_state_is_known check (state in ('made', 'sent', 'paid', 'failed', 'replaced', 'withdrawn')),
    constraint payment_in_a_batch_has_a_line check ((batch_id is null) = (line is null)),
    constraint payment_leaves_in_a_batch check (batch_id is not null or state in ('made', 'withdrawn')),
    constraint payment_is_paid_on_a_day check ((state = 'paid') = (paid_on is not null)),
    constraint payment_fails_for_a_reason check (state not in ('failed', 'replaced') or reason is not null),
    constraint payment_on_its_way_counts check (state not in ('made', 'sent') or counts),
    constraint payment_given_up_does_not_count check (state not in ('replaced', 'withdrawn') or not counts),
    constraint later_attempt_replaces_one check ((attempt > 1) = (replaces is not null))
);

-- A person is paid once a year.
create unique index payments_one_per_person_and_year on payments (person_id, programme, year) where counts;
create index payments_of_application on payments (site, application_id);
create index payments_of_year on payments (programme, year);
create index applications_of_year on applications (programme, year) where state in ('approved', 'revoked');

create function payments_are_guarded() returns trigger language plpgsql as $$
declare
    application applications;
    batch       payment_batches;
begin
    if tg_op = 'INSERT' then
        select * into application from applications where site = new.site and id = new.application_id for share;
        if application.state is distinct from 'approved' or application.released_by is null then
            raise exception 'no payment without a release' using errcode = 'check_violation', constraint = 'payment_needs_a_release';
        end if;
        if (new.person_id, new.programme, new.year, new.amount) is distinct from
           (application.person_id, application.programme, application.year, application.amount) then
            raise exception 'a payment is as its application' using errcode = 'check_violation', constraint = 'payment_is_as_its_application';
        end if;
        if new.state <> 'made' then
            raise exception 'a payment begins as made' using errcode = 'check_violation', constraint = 'payment_goes_its_way';
        end if;
    else
        if (new.site, new.id, new.application_id, new.person_id, new.programme, new.year, new.amount, new.attempt, new.replaces, new.created_by, new.created_at)
           is distinct from
           (old.site, old.id, old.application_id, old.person_id, old.programme, old.year, old.amount, old.attempt, old.replaces, old.created_by, old.created_at) then
            raise exception 'a payment stays what it is' using errcode = 'check_violation', constraint = 'payment_stays_what_it_is';
        end if;
        if old.batch_id is not null and (new.batch_id, new.line, new.name, new.id_number, new.bank, new.account)
           is distinct from (old.batch_id, old.line, old.name, old.id_number, old.bank, old.account) then
            raise exception 'a payment in a batch is frozen' using errcode = 'check_violation', constraint = 'payment_is_frozen';
        end if;
        if new.counts and not old.counts then
            raise exception 'a payment that was given up stays so' using errcode = 'check_violation', constraint = 'payment_goes_its_way';
        end if;
        if new.state <> old.state and (old.state, new.state) not in
           (('made', 'sent'), ('made', 'withdrawn'), ('sent', 'paid'), ('sent', 'failed'), ('failed', 'replaced')) then
            raise exception 'no way from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'payment_goes_its_way';
        end if;
    end if;

    if new.batch_id is not null and (tg_op = 'INSERT' or old.batch_id is null or (old.state = 'made' and new.state <> 'made')) then
        select * into batch from payment_batches where site = new.site and id = new.batch_id for share;
        if batch.state <> (case new.state when 'sent' then 'sent' else 'made' end) or (batch.programme, batch.year) is distinct from (new.programme, new.year) then
            raise exception 'the batch is %', batch.state using errcode = 'check_violation', constraint = 'payment_is_as_its_batch';
        end if;
    end if;
    return new;
end
$$;

create trigger payments_are_guarded before insert or update on payments for each row execute function payments_are_guarded();
create trigger payments_are_kept before delete or truncate on payments for each statement execute function is_kept();

create function batches_are_guarded() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'made' then
            raise exception 'a batch begins as made' using errcode = 'check_violation', constraint = 'batch_goes_its_way';
        end if;
        return new;
    end if;
    if (new.site, new.id, new.programme, new.year, new.number, new.created_by, new.created_at) is distinct from
       (old.site, old.id, old.programme, old.year, old.number, old.created_by, old.created_at)
       or (old.state <> 'made' and (new.count, new.total, new.sha256, new.sent_by, new.sent_at) is distinct from (old.count, old.total, old.sha256, old.sent_by, old.sent_at)) then
        raise exception 'a batch stays what it is' using errcode = 'check_violation', constraint = 'batch_stays_what_it_is';
    end if;
    if new.state <> old.state and (old.state, new.state) not in (('made', 'sent'), ('sent', 'answered'), ('sent', 'settled'), ('answered', 'settled'))
       and not (old.state = 'made' and new.state = 'settled' and new.count = 0) then
        raise exception 'no way from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'batch_goes_its_way';
    end if;
    if old.state = 'made' and new.state <> 'made' and not exists (
        select from payments
         where site = new.site and batch_id = new.id and state <> 'withdrawn'
        having count(*) = new.count and coalesce(sum(amount), 0) = new.total) then
        raise exception 'the total is not that of the payments' using errcode = 'check_violation', constraint = 'batch_is_the_sum_of_its_payments';
    end if;
    if new.state = 'settled' and exists (select from payments where site = new.site and batch_id = new.id and state in ('made', 'sent')) then
        raise exception 'payments are open' using errcode = 'check_violation', constraint = 'batch_settles_when_all_is_answered';
    end if;
    return new;
end
$$;

create trigger batches_are_guarded before insert or update on payment_batches for each row execute function batches_are_guarded();
create trigger batches_are_kept before delete or truncate on payment_batches for each statement execute function is_kept();

-- What was paid and has to come back since the decision was revoked.
create table clawbacks (
    site           text           not null,
    id             uuid           not null unique,
    application_id uuid           not null,
    payment_id     uuid           not null unique,
    person_id      uuid           not null,
    amount         numeric(10, 2) not null,
    recovered      numeric(10, 2) not null default 0,
    reason         text           not null,
    asked_by       text           not null,
    asked_at       timestamptz    not null,
    settled_at     timestamptz,
    primary key (site, id),
    foreign key (site, application_id) references applications (site, id),
    foreign key (site, payment_id) references payments (site, id),
    constraint recovered_at_most_what_was_paid check (recovered between 0 and amount),
    constraint clawback_settles_when_recovered check ((recovered = amount) = (settled_at is not null))
);

create table clawback_receipts (
    site        text           not null,
    clawback_id uuid           not null,
    receipt     text           not null,
    amount      numeric(10, 2) not null check (amount > 0),
    taken_by    text           not null,
    taken_at    timestamptz    not null,
    primary key (site, clawback_id, receipt),
    foreign key (site, clawback_id) references clawbacks (site, id)
);

create function clawbacks_are_guarded() returns trigger language plpgsql as $$
begin
    if not exists (
        select from payments join applications on applications.site = payments.site and applications.id = payments.application_id
         where payments.site = new.site and payments.id = new.payment_id and payments.state = 'paid' and payments.amount = new.amount
           and applications.id = new.application_id and applications.person_id = new.person_id and applications.state = 'revoked') then
        raise exception 'only what was paid on a revoked decision comes back' using errcode = 'check_violation', constraint = 'clawback_needs_a_payment';
    end if;
    return new;
end
$$;

create trigger clawbacks_are_guarded before insert or update on clawbacks for each row execute function clawbacks_are_guarded();
create trigger clawbacks_are_kept before delete or truncate on clawbacks for each statement execute function is_kept();
create trigger receipts_are_kept before update or delete or truncate on clawback_receipts for each statement execute function is_kept();
