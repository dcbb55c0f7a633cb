-- A table with org_id where row-level security is off, not forced on its owner, or without a policy leaks between organizations.
-- audit.*: the application role has no privilege there at all (audit-closed-to-application), readers go through definer functions.
select format('%I.%I', n.nspname, c.relname) as subject
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname not in ('audit', 'migration') and n.nspname !~ '^(pg_|information_schema$)'
  and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
  and (not c.relrowsecurity or not c.relforcerowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))
order by 1
