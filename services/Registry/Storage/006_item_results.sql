-- What an item of a case has made true of a person, by the word of the office that did it; newest word only. The facts are a statement, too.
create table item_results (
    site      text        not null,
    case_id   uuid        not null,
    item      text        not null,
    person_id uuid        not null references persons,
    at        timestamptz not null,
    primary key (site, case_id, item)
);
