-- What was drawn and, before it was signed, no longer said what the sources say. Its file stays in the archive.
create table voided_renderings (
    site        text        not null,
    form_id     uuid        not null,
    sha256      text        not null,
    fields      jsonb       not null,
    rendered_at timestamptz not null,
    voided_at   timestamptz not null,
    primary key (site, form_id, sha256)
);

-- The case that a teller's tablet shows for signing, one at a time.
create table signings (
    site      text        not null,
    teller    text        not null,
    case_id   uuid        not null,
    opened_at timestamptz not null,
    primary key (site, teller)
);

-- Certificates that signed forms were sealed with, for checking seals when the site has long had another.
create table seals (
    thumbprint  text  not null primary key,
    site        text  not null,
    certificate bytea not null
);

alter table forms
    add column site_name text,
    -- Strokes, pressure and time of the signature, in the archive; none where a pad gave a picture only.
    add column pen_sha256 text,
    add column seal text references seals (thumbprint);

create index forms_by_id on forms (id);
create index forms_by_sha256 on forms (sha256);
create index forms_by_signed_sha256 on forms (signed_sha256);
create index voided_renderings_by_sha256 on voided_renderings (sha256);
