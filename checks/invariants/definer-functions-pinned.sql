-- A function that runs with its owner's rights names the schemas it looks in; otherwise a caller's temporary table takes its place.
select p.oid::regprocedure::text as subject
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname !~ '^(pg_|information_schema$)'
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  and not exists (select from unnest(p.proconfig) as setting where setting like 'search_path=%')
order by 1
