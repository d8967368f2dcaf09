create table forms (
    site               text        not null,
    id                 uuid        not null,
    case_id            uuid        not null,
    person_id          uuid        not null,
    template           text        not null,
    template_version   int         not null,
    template_sha256    text        not null,
    -- Frozen when the form was filled: name, label, code, text, source, as-of of every value.
    fields             jsonb       not null,
    missing            text[]      not null,
    lacking_characters text[]      not null,
    overlong           text[]      not null,
    needs_signature    boolean     not null,
    state              text        not null default 'rendered' check (state in ('rendered', 'signed')),
    sha256             text        not null,
    rendered_at        timestamptz not null,
    signed_sha256      text,
    signature_sha256   text,
    signed_by          text,
    signed_at          timestamptz,
    primary key (site, id),
    check (needs_signature or state = 'rendered'),
    check ((state = 'signed') = (num_nonnulls(signed_sha256, signature_sha256, signed_by, signed_at) = 4)),
    check (num_nonnulls(signed_sha256, signature_sha256, signed_by, signed_at) in (0, 4))
);

create index forms_of_case on forms (site, case_id);
