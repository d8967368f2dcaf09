create table spans (
    trace_id       text        not null,
    span_id        text        not null,
    parent_span_id text,
    service        text        not null,
    name           text        not null,
    kind           text        not null,
    started_at     timestamptz not null,
    duration       interval    not null,
    status         text        not null,
    attributes     jsonb       not null,
    events         jsonb       not null
);

create index spans_by_trace on spans (trace_id);
create index spans_by_time on spans using brin (started_at);
