-- The yearly run that continues subsidies (连续补贴): one a programme and year. Started again, it takes those who came since and those who failed.
create table renewal_runs (
    id          uuid        primary key,
    programme   text        not null,
    year        int         not null,
    -- The year whose approvals are continued.
    from_year   int         not null,
    state       text        not null,
    started_at  timestamptz not null,
    started_by  text        not null,
    finished_at timestamptz,
    constraint renewal_runs_one_a_year unique (programme, year),
    constraint run_state_is_known check (state in ('running', 'finished')),
    constraint only_a_finished_run_has_an_end check ((state = 'finished') = (finished_at is not null)),
    constraint run_continues_an_earlier_year check (from_year < year)
);

-- What became of each approval of the year before. The rows are made when the run starts, and one batch of them changes in one transaction together
-- with the applications it makes: whoever holds a row does its work, and a process that dies gives its rows back.
create table renewal_results (
    run_id         uuid  not null references renewal_runs (id),
    application_id uuid  not null,
    site           text  not null,
    person_id      uuid  not null,
    state          text  not null default 'waiting',
    at             timestamptz,
    renewed_as     uuid,
    -- What the rules of the new year say, where they were asked.
    outcome        text,
    -- Why not: code, zh, en.
    reasons        jsonb not null default '[]',
    -- Facts that differ from the year before or are missing: fact, before, now. An account is stored masked.
    changed        jsonb not null default '[]',
    primary key (run_id, application_id),
    foreign key (site, application_id) references applications (site, id),
    constraint result_state_is_known check (state in ('waiting', 'renewed', 'asked', 'refused', 'failed')),
    constraint only_a_result_has_a_time check ((state = 'waiting') = (at is null)),
    constraint only_a_renewal_has_an_application check ((state = 'renewed') = (renewed_as is not null)),
    constraint who_is_asked_is_asked_for_something check (state <> 'asked' or changed <> '[]'),
    constraint who_is_not_renewed_learns_why check (state not in ('refused', 'failed') or reasons <> '[]')
);

create index renewal_results_waiting on renewal_results (run_id, application_id) where state = 'waiting';
create index renewal_results_by_site on renewal_results (site, run_id, state, application_id);
create index renewal_results_by_application on renewal_results (application_id);
create index applications_of_person_in_year on applications (person_id, programme, year);
