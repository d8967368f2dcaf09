create table applications (
    site              text        not null,
    id                uuid        not null,
    case_id           uuid        not null,
    item              text        not null,
    person_id         uuid        not null,
    programme         text        not null,
    year              int         not null,
    policy_sha256     text        not null,
    applied_on        date        not null,
    accepted_at       timestamptz not null,
    accepted_by       text        not null,
    state             text        not null,
    duplicate_of      uuid,
    -- Frozen once the application leaves assessing and incomplete: a decision can be made again from them at any later time.
    facts             jsonb,
    person_version    bigint,
    assessment        jsonb,
    outcome           text,
    first_reviewer    text,
    first_approves    boolean,
    first_note        text,
    first_reviewed_at timestamptz,
    second_reviewer   text,
    second_approves   boolean,
    second_note       text,
    decided_at        timestamptz,
    amount            numeric(10, 2) not null default 0,
    primary key (site, id),
    constraint state_is_known check (state in ('assessing', 'incomplete', 'first-review', 'second-review', 'approved', 'refused')),
    constraint outcome_is_known check (outcome in ('eligible', 'ineligible', 'incomplete')),
    constraint first_reviewer_did_not_accept check (lower(first_reviewer) <> lower(accepted_by)),
    constraint second_reviewer_did_not_accept check (lower(second_reviewer) <> lower(accepted_by)),
    constraint reviewers_differ check (lower(second_reviewer) <> lower(first_reviewer)),
    constraint review_needs_an_assessment check (
        state not in ('first-review', 'second-review') or (facts is not null and coalesce(outcome in ('eligible', 'ineligible'), false))),
    constraint decision_needs_two_reviews check (
        state not in ('approved', 'refused') or duplicate_of is not null or (first_reviewer is not null and second_reviewer is not null)),
    constraint approval_needs_two_and_the_rules check (
        state <> 'approved' or coalesce(outcome = 'eligible' and first_approves and second_approves and amount > 0, false)),
    constraint only_approval_has_an_amount check (state = 'approved' or amount = 0)
);

-- A person is subsidised once a year. Who was refused may apply again.
create unique index applications_one_per_person_and_year on applications (person_id, programme, year) where state <> 'refused';
create unique index applications_one_per_case_item on applications (site, case_id, item);
create index applications_by_state on applications (site, state, accepted_at);
create index applications_waiting on applications (person_id) where state = 'incomplete';

create table application_history (
    site           text        not null,
    application_id uuid        not null,
    step           int         not null,
    at             timestamptz not null,
    by             text        not null,
    state          text        not null,
    what           text        not null,
    why            text,
    primary key (site, application_id, step),
    foreign key (site, application_id) references applications (site, id)
);

create function history_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'application_history is only added to';
end
$$;

create trigger history_is_kept before update or delete or truncate on application_history
    for each statement execute function history_is_kept();
