-- Quantities and money are exact, instants know their zone (C16): no floats, no money type, no timestamp without a zone.
select format('%I.%I.%I %s', n.nspname, c.relname, a.attname, format_type(a.atttypid, null)) as subject
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname !~ '^(pg_|information_schema$)'
  and a.atttypid in ('real'::regtype, 'double precision'::regtype, 'money'::regtype, 'timestamp'::regtype, 'timetz'::regtype)
order by 1
