-- why: the verifier reads every audited table; the explorer shows entry numbers and stays fast on a million events (AT-03, AT-10, AT-11)   safe: functions and grants only   rollback: none needed
alter function audit.attach(text, text, text[], text[]) rename to attach_table;
create function audit.attach(p_schema text, p_table text, p_secret text[] default '{}', p_draft text[] default '{}') returns void
language plpgsql set search_path = pg_catalog, audit, kernel as $$
begin
  perform audit.attach_table(p_schema, p_table, p_secret, p_draft);
  execute format('grant select on %1$I.%2$I, %1$I.%3$I to plumbline_verifier', p_schema, p_table, p_table || '_history');
end $$;
revoke execute on function audit.attach from public;

-- Before the first batch there is no cursor: everything committed is waiting then.
create or replace function audit.seal_status() returns table (epoch int, size bigint, sealed_at timestamptz, pending bigint, oldest_pending timestamptz)
language sql stable security definer set search_path = pg_catalog, audit as $$
  select n.epoch, coalesce(c.size, 0), (select max(k.at) from audit.checkpoint k where k.epoch = n.epoch), p.pending, p.oldest
  from (select audit.current_epoch() epoch) n left join audit.cursor c on c.epoch = n.epoch
  cross join lateral (select count(*) pending, min(e.at) oldest from audit.event e
    where e.epoch = n.epoch and (e.xid, e.ord) > (coalesce(c.last_xid, '0'::xid8), coalesce(c.last_ord, 0))) p $$;

drop function audit.explore(uuid, text[], text, text, text, timestamptz, timestamptz, text, int, timestamptz, bigint);
-- Planned anew for each set of filters: a plan for all of them at once would use no index. Words are compared under a collation whose
-- lower case needs no library call per character; on a million events that is the difference between one second and ten.
create function audit.explore(p_actor uuid, p_action text[], p_module text, p_entity text, p_record text, p_from timestamptz, p_to timestamptz, p_word text, p_limit int, p_before_at timestamptz, p_before_ord bigint)
returns table (entry bigint, epoch int, ord bigint, at timestamptz, module text, entity text, rec_id text, rec_number text, body json)
language sql stable security definer set search_path = pg_catalog, audit set plan_cache_mode = 'force_custom_plan' as $$
  select audit.entry_number(f.epoch, f.xid, f.ord), f.epoch, f.ord, f.at, f.module, f.entity, f.rec_id, f.rec_number, f.body from (
    select e.epoch, e.xid, e.ord, e.at, e.module, e.entity, e.rec_id, e.rec_number, e.body from audit.event e
    where e.org_id = kernel.org_id()
      and (p_actor is null or e.actor_id = p_actor) and (p_action is null or e.action = any(p_action)) and (p_module is null or e.module = p_module)
      and (p_entity is null or e.entity = p_entity) and (p_record is null or e.rec_number = p_record or e.rec_id = p_record)
      and (p_from is null or e.at >= p_from) and (p_to is null or e.at < p_to)
      and (p_word is null or e.body::text collate "pg_c_utf8" ilike '%' || replace(replace(replace(p_word, '\', '\\'), '%', '\%'), '_', '\_') || '%')
      and (p_before_at is null or (e.at, e.ord) < (p_before_at, p_before_ord))
    order by e.at desc, e.ord desc limit p_limit) f order by f.at desc, f.ord desc $$;
revoke execute on function audit.explore from public;
grant execute on function audit.explore to plumbline_app, plumbline_worker;

create function audit.prepare_partitions() returns int language sql security definer set search_path = pg_catalog, audit as
$$ select audit.ensure_partitions(date_trunc('month', kernel.now() at time zone 'UTC')::date, 24) $$;
revoke execute on function audit.prepare_partitions from public;
grant execute on function audit.prepare_partitions to plumbline_app, plumbline_worker;

-- The batch of an event is found by its end, not by walking through all batches before it.
create index batch_end on audit.batch (epoch, last_xid, last_ord);
create or replace function audit.entry_number(p_epoch int, p_xid xid8, p_ord bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, audit as $$
  select b.first_index + (select count(*) from audit.event e where e.epoch = p_epoch and (e.xid, e.ord) < (p_xid, p_ord)
      and (e.xid, e.ord) > (coalesce(p.last_xid, '0'::xid8), coalesce(p.last_ord, 0)))
  from (select * from audit.batch b where b.epoch = p_epoch and (b.last_xid, b.last_ord) >= (p_xid, p_ord) order by b.last_xid, b.last_ord limit 1) b
  left join lateral (select last_xid, last_ord from audit.batch p where p.epoch = p_epoch and p.first_index < b.first_index order by p.first_index desc limit 1) p on true $$;
