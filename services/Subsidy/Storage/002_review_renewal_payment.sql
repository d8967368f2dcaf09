-- An application comes from a case or continues one of the year before (连续补贴); a decision can be revoked, and is paid after a release by a fourth person.
alter table applications
    alter column case_id drop not null,
    add column renewed_from        uuid,
    -- Who is paid and where to, as the registry held it when the facts were frozen: name, idNumber, bank, account.
    add column payee               jsonb,
    -- Codes of what forbids the subsidy beside the rules of the programme.
    add column obstacles           text[] not null default '{}',
    add column claimed_by          text,
    add column claimed_until       timestamptz,
    add column supplement          text,
    add column supplement_asked_by text,
    add column supplement_asked_at timestamptz,
    add column overridden_by       text,
    add column override_note       text,
    add column overridden_at       timestamptz,
    add column notice_id           uuid,
    add column released_by         text,
    add column released_at         timestamptz,
    add column revoked_by          text,
    add column revoke_note         text,
    add column revoked_at          timestamptz,
    drop constraint state_is_known,
    drop constraint decision_needs_two_reviews,
    drop constraint approval_needs_two_and_the_rules,
    drop constraint only_approval_has_an_amount,
    add constraint state_is_known check (state in (
        'assessing', 'incomplete', 'supplement', 'first-review', 'second-review', 'override-review', 'approved', 'refused', 'revoked')),
    add constraint comes_from_a_case_or_a_year_before check (num_nonnulls(case_id, renewed_from) = 1),
    add constraint decision_needs_two_reviews check (
        state not in ('approved', 'refused', 'revoked') or duplicate_of is not null or renewed_from is not null
        or (first_reviewer is not null and second_reviewer is not null)),
    -- The rules and two people, or the rules and the approval of the year before, or three people against the rules.
    add constraint approval_needs_two_and_the_rules check (
        state not in ('approved', 'revoked')
        or coalesce(outcome = 'eligible' and obstacles = '{}' and amount > 0 and ((first_approves and second_approves) or renewed_from is not null), false)
        or coalesce(amount > 0 and first_approves and second_approves and overridden_by is not null and override_note is not null, false)),
    add constraint only_approval_has_an_amount check (state in ('approved', 'revoked') or amount = 0),
    add constraint override_by_a_third_person check (
        lower(overridden_by) not in (lower(accepted_by), lower(coalesce(first_reviewer, '')), lower(coalesce(second_reviewer, '')))),
    add constraint released_by_a_fourth_person check (
        lower(released_by) not in (lower(accepted_by), lower(coalesce(first_reviewer, '')), lower(coalesce(second_reviewer, '')), lower(coalesce(overridden_by, '')))),
    add constraint only_an_approval_is_released check (released_by is null or state in ('approved', 'revoked')),
    add constraint supplement_is_asked_by_somebody check (state <> 'supplement' or supplement_asked_by is not null);

drop index applications_one_per_person_and_year;
-- A person is subsidised once a year. Who was refused, or whose decision was revoked, may apply again.
create unique index applications_one_per_person_and_year on applications (person_id, programme, year) where state not in ('refused', 'revoked');
create unique index applications_one_renewal on applications (renewed_from) where renewed_from is not null;
