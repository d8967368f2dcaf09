-- Forms that their case does not want any more, known here maybe before they are drawn. What was signed before stays.
create table withdrawn_forms (
    site text not null,
    id   uuid not null,
    primary key (site, id)
);
