-- The roles that serve requests own no object and bypass nothing: whoever takes them over still meets every trigger and policy.
select format('role %s', rolname) as subject from pg_roles
where rolname in ('plumbline_app', 'plumbline_worker') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
union all
select format('%s of %s', c.oid::regclass, r.rolname) from pg_class c join pg_roles r on r.oid = c.relowner
where r.rolname in ('plumbline_app', 'plumbline_worker')
union all
select format('%s of %s', p.oid::regprocedure, r.rolname) from pg_proc p join pg_roles r on r.oid = p.proowner
where r.rolname in ('plumbline_app', 'plumbline_worker')
union all
select format('schema %s', n.nspname) from pg_namespace n cross join (values ('plumbline_app'), ('plumbline_worker')) as role (name)
where n.nspname !~ '^pg_' and has_schema_privilege(role.name, n.oid, 'create')
union all
select format('%s member of %s', m.rolname, r.rolname) from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
where m.rolname in ('plumbline_app', 'plumbline_worker')
order by 1
