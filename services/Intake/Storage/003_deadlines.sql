-- The last day promised for the item, in working days from acceptance; none before acceptance.
alter table case_items add column due_on date;

create index case_items_due on case_items (site, due_on) where state in ('accepted', 'in-review', 'waiting-facts');
