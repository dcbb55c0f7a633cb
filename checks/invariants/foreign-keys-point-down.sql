-- A module's tables refer to the kernel's and to those of modules before it (checks.modules, bottom to top), never upwards.
select format('%I.%I %s', n.nspname, c.relname, k.conname) as subject
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class t on t.oid = k.confrelid join pg_namespace m on m.oid = t.relnamespace
where k.contype = 'f' and k.conparentid = 0
  and coalesce(array_position(string_to_array(current_setting('checks.modules'), ','), n.nspname::text), 0)
    < coalesce(array_position(string_to_array(current_setting('checks.modules'), ','), m.nspname::text), 0)
order by 1
