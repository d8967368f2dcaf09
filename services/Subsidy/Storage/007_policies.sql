-- Every text of the law that was ever in force, shipped with the service or confirmed: what was decided by one can be decided by it again.
create table policy_texts (
    sha256 text        not null primary key,
    yaml   text        not null,
    kept_at timestamptz not null
);

-- A policy file that an operator loads. It is in force once another person has confirmed it, for applications from its first day on.
create table policy_drafts (
    id             uuid        not null primary key,
    programme      text        not null,
    year           int         not null,
    sha256         text        not null,
    yaml           text        not null,
    state          text        not null default 'draft',
    effective_from date        not null,
    loaded_by      text        not null,
    loaded_at      timestamptz not null,
    confirmed_by   text,
    confirmed_at   timestamptz,
    withdrawn_by   text,
    withdrawn_at   timestamptz,
    constraint draft_state_is_known check (state in ('draft', 'confirmed', 'withdrawn')),
    constraint draft_is_confirmed_by_a_second_person check (lower(confirmed_by) <> lower(loaded_by)),
    constraint confirmation_has_a_name check ((state = 'confirmed') = (confirmed_by is not null)),
    constraint withdrawal_has_a_name check ((state = 'withdrawn') = (withdrawn_by is not null))
);

create unique index policy_drafts_one_per_text on policy_drafts (sha256) where state <> 'withdrawn';

-- What a draft would come to for everybody in the registry, beside the policy that was present when it was started.
create table policy_simulations (
    draft_id    uuid        not null primary key references policy_drafts,
    present     text        not null,
    state       text        not null default 'running',
    started_by  text        not null,
    started_at  timestamptz not null,
    finished_at timestamptz,
    last_person uuid,
    done        int         not null default 0,
    gain        int         not null default 0,
    lose        int         not null default 0,
    same        int         not null default 0,
    unknown     int         not null default 0,
    cost_before numeric     not null default 0,
    cost_now    numeric     not null default 0,
    examples    jsonb       not null default '[]',
    constraint simulation_state_is_known check (state in ('running', 'finished'))
);
