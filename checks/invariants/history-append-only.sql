-- Bits of tgtype: 8 delete, 16 update, 32 truncate. Record history and the audit trail (each partition by itself) refuse all three.
select format('%I.%I', n.nspname, c.relname) as subject
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r'
  and (c.relname like '%\_history' and exists (select from pg_class r where r.relnamespace = n.oid and r.relname = left(c.relname, -8) and r.relkind in ('r', 'p'))
       or n.nspname = 'audit' and (c.relname in ('batch', 'checkpoint') or c.relispartition))
  and 56 <> (select coalesce(bit_or(t.tgtype & 56), 0) from pg_trigger t join pg_proc p on p.oid = t.tgfoid
             where t.tgrelid = c.oid and t.tgenabled = 'A' and p.proname in ('refuse_delete', 'refuse_change'))
order by 1
