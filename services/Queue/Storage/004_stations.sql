-- An enterprise station (企业服务站) serves the people of one employer, and does only what may be done there.
alter table sites
    add column station_of text,
    add check (kind = 'enterprise-station' or station_of is null);

alter table items add column station boolean not null default false;
