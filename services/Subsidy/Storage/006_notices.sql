-- Lists of who is to be subsidised, shown to everybody for some days (公示).
create table notices (
    id           uuid        primary key,
    site         text        not null,
    programme    text        not null,
    year         int         not null,
    published_by text        not null,
    published_at timestamptz not null,
    -- The last day of it.
    ends_on      date        not null
);

-- Masked before it is written: whoever reads a notice comes near no person's data.
create table notice_people (
    notice_id      uuid           not null references notices (id),
    number         int            not null,
    application_id uuid           not null,
    name           text           not null,
    id_number      text,
    groups         text[]         not null,
    amount         numeric(10, 2) not null,
    primary key (notice_id, number),
    unique (notice_id, application_id)
);

create table objections (
    id             uuid        primary key,
    site           text        not null,
    -- None where a name on a notice stands for several people.
    application_id uuid,
    notice_id      uuid        references notices (id),
    about          text,
    "from"         text        not null,
    contact        text,
    text           text        not null,
    at             timestamptz not null,
    -- Account name of who wrote it down; applicant or anybody where no member of staff did.
    by             text        not null,
    state          text        not null default 'open',
    answer         text,
    decided_by     text,
    decided_at     timestamptz,
    foreign key (site, application_id) references applications (site, id),
    constraint objection_state_is_known check (state in ('open', 'upheld', 'rejected')),
    constraint objection_is_about_something check (application_id is not null or (notice_id is not null and about is not null)),
    constraint objection_is_decided_in_full check (num_nonnulls(answer, decided_by, decided_at) = case state when 'open' then 0 else 3 end)
);

create index objections_by_site on objections (site, state, at);
create index objections_open on objections (application_id) where state = 'open';
-- What applicants have to say goes into one objection until that is answered.
create unique index objections_one_open_of_the_applicant on objections (application_id) where state = 'open' and by = 'applicant';

-- Letters on decisions, drawn by Forms. One id an application, so that asking again makes no second letter.
create table letters (
    site           text        not null,
    application_id uuid        not null,
    form_id        uuid        not null unique,
    asked_at       timestamptz not null,
    drawn_at       timestamptz,
    primary key (site, application_id),
    foreign key (site, application_id) references applications (site, id)
);

create index applications_of_person on applications (person_id);
create index applications_of_notice on applications (notice_id) where notice_id is not null;
