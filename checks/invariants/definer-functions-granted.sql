-- PostgreSQL lets everybody execute a new function: one that runs with its owner's rights says who may call it.
select p.oid::regprocedure::text as subject
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname !~ '^(pg_|information_schema$)'
  and p.prorettype <> 'trigger'::regtype and p.prorettype <> 'event_trigger'::regtype
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  and (p.proacl is null or exists (select from aclexplode(p.proacl) as grant_ where grant_.grantee = 0 and grant_.privilege_type = 'EXECUTE'))
order by 1
