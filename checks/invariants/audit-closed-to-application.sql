-- The application appends to the trail through triggers and one function, and reads it through functions that check rights.
select format('%s %s on %I.%I', role.name, verb.name, n.nspname, c.relname) as subject
from pg_class c join pg_namespace n on n.oid = c.relnamespace
cross join (values ('plumbline_app'), ('plumbline_worker')) as role (name)
cross join (values ('select'), ('insert'), ('update'), ('delete'), ('truncate'), ('trigger')) as verb (name)
where n.nspname = 'audit' and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege(role.name, c.oid, verb.name)
order by 1
