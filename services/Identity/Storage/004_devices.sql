-- Devices that were taken away: tokens they still hold are refused. Listed by GET /stopped until they have expired.
create table stopped_devices (
    name          text        primary key,
    stopped_since timestamptz not null
);
