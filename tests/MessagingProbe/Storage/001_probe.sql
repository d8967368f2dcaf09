-- No unique keys on purpose: what takes effect twice must show.
create table causes (number int not null, poisonous boolean not null default false);
create table effects (number int not null);
