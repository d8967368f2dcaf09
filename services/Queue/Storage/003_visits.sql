-- What became of each ticket, from its events alone. Minutes at a window run from each call to the event that ends it.
create view visits as
with timed as (
    select *, lead(at) over (partition by site, day, ticket_id order by event_id) as until,
           row_number() over (partition by site, day, ticket_id order by event_id desc) as back
      from ticket_events),
at_windows as (
    select *, case when state in ('called', 'serving') then greatest(0, extract(epoch from until - at) / 60) else 0 end as minutes from timed)
select site, day, ticket_id,
       min(at) filter (where change in ('issued')) as issued_at,
       min(at) filter (where change = 'called') as called_at,
       coalesce(sum(minutes), 0)::numeric as minutes,
       max(number) as number,
       max(class) as class,
       max(zone) filter (where back = 1) as zone,
       max(state) filter (where back = 1) as state,
       max("window") filter (where back = 1) as "window",
       string_to_array(max(array_to_string(items, ' ')) filter (where back = 1), ' ') as items
  from at_windows
 group by site, day, ticket_id;

-- Minutes of each window with a visitor, from the same events.
create view window_minutes as
with timed as (
    select *, lead(at) over (partition by site, day, ticket_id order by event_id) as until from ticket_events)
select site, day, "window", sum(greatest(0, extract(epoch from until - at) / 60))::numeric as minutes
  from timed
 where state in ('called', 'serving') and until is not null
 group by site, day, "window";
