-- A record table (the standard columns of the kernel) without both audit triggers or without its history is changed in silence.
select format('%I.%I', n.nspname, c.relname) as subject
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema$)'
  and 6 = (select count(*) from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
           and a.attname in ('org_id', 'id', 'state', 'version', 'created_by', 'updated_by'))
  and (2 <> (select count(*) from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_namespace f on f.oid = p.pronamespace
             where t.tgrelid = c.oid and f.nspname = 'audit' and p.proname in ('on_insert', 'on_update'))
       or to_regclass(format('%I.%I', n.nspname, c.relname || '_history')) is null)
order by 1
