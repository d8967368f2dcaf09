-- Other programmes that people draw, as those who keep them report it. Which of them exclude the subsidy says the policy of the year.
create table enrolments (
    person_id uuid        not null,
    programme text        not null,
    from_day  date        not null,
    -- The last day; none while it goes on.
    to_day    date,
    source    text        not null,
    taken_by  text        not null,
    taken_at  timestamptz not null,
    primary key (person_id, programme, from_day),
    constraint enrolment_ends_after_it_began check (to_day >= from_day)
);

alter table applications
    -- Day of death by the registry, as last looked at.
    add column died_on          date,
    add column first_overrides  boolean not null default false,
    add column second_overrides boolean not null default false,
    add constraint claim_has_an_end check (num_nonnulls(claimed_by, claimed_until) <> 1),
    add constraint override_is_asked_by_both_reviews check (
        state <> 'override-review' or coalesce(first_approves and second_approves and first_overrides and second_overrides, false)),
    add constraint override_has_a_reason check (overridden_by is null or length(trim(coalesce(override_note, ''))) > 0);

create index applications_open_by_person on applications (person_id)
    where state in ('incomplete', 'supplement', 'first-review', 'second-review', 'override-review');
