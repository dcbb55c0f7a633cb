-- An ordinary trigger is silent while session_replication_role is 'replica' (restores, logical replication): ours stand always.
select format('%I.%I %s', n.nspname, c.relname, t.tgname) as subject
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not t.tgisinternal and t.tgenabled <> 'A' and n.nspname !~ '^(pg_|information_schema$)'
order by 1
