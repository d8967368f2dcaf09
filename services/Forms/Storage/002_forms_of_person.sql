-- A citizen's own forms, at any site.
create index forms_of_person on forms (person_id, id);
