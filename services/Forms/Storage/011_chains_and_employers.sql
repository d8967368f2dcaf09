alter table forms
    -- The employer for whom the person acts; none where the form is about the person.
    add column employer_code text,
    -- Facts that another item of the case produces. They stand above what the registry holds, also when it is asked again before the signature.
    add column produced jsonb not null default '{}';
