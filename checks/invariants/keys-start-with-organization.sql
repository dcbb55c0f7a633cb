-- Primary, unique and foreign keys of organization-owned tables begin with org_id, so that the database can be distributed by
-- organization and no reference can cross one. Exempt: audit.* (one log for the node), sign-in names (unique in the deployment), and
-- what is looked up by its secret's hash before an organization is known: sessions, invitations, tokens.
select format('%I.%I %s', n.nspname, c.relname, k.conname) as subject
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id' and not o.attisdropped
where k.contype in ('p', 'u', 'f') and n.nspname not in ('audit', 'migration')
  and k.conparentid = 0 and k.conkey[1] <> o.attnum
  -- A foreign key to a deployment-wide table has no organization to begin with.
  and (k.contype <> 'f' or exists (select from pg_attribute f where f.attrelid = k.confrelid and f.attname = 'org_id'))
  and k.conname not like '%sign_in_name%'
  and not (k.contype = 'p' and format('%I.%I', n.nspname, c.relname) in ('access.session', 'access.invitation', 'access.token'))
union all
select format('%I.%I %s', n.nspname, c.relname, i.relname)
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id' and not o.attisdropped
where x.indisunique and n.nspname not in ('audit', 'migration') and x.indkey[0] <> o.attnum
  and not exists (select from pg_constraint k where k.conindid = i.oid) and i.relname not like '%sign_in_name%'
order by 1
