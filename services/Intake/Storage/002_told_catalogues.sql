-- Versions of the catalogue that other services were told of, by what was told.
create table told_catalogues (
    effective_from date  primary key,
    hash           bytea not null
);
