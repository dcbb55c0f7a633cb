-- why: per-record history and explorer read the log through functions that stay inside one organization (AT-04, AT-11)   safe: additive   rollback: none needed
-- Entry number: the leaf index in the sealed log; null while the event is still being sealed.
create function audit.entry_number(p_epoch int, p_xid xid8, p_ord bigint) returns bigint
language sql stable security definer set search_path = pg_catalog, audit as $$
  select b.first_index + (select count(*) from audit.event e where e.epoch = p_epoch and (e.xid, e.ord) < (p_xid, p_ord)
      and (e.xid, e.ord) > (coalesce((select p.last_xid from audit.batch p where p.epoch = p_epoch and p.first_index < b.first_index order by p.first_index desc limit 1), '0'::xid8),
                            coalesce((select p.last_ord from audit.batch p where p.epoch = p_epoch and p.first_index < b.first_index order by p.first_index desc limit 1), 0)))
  from audit.batch b where b.epoch = p_epoch and (b.last_xid, b.last_ord) >= (p_xid, p_ord) order by b.first_index limit 1 $$;

create function audit.record_history(p_entity text, p_id text, p_limit int, p_before bigint)
returns table (entry bigint, ord bigint, at timestamptz, body json)
language sql stable security definer set search_path = pg_catalog, audit as $$
  select audit.entry_number(e.epoch, e.xid, e.ord), e.ord, e.at, e.body from audit.event e
  where e.org_id = kernel.org_id() and e.entity = p_entity and e.rec_id = p_id and (p_before is null or e.ord < p_before)
  order by e.ord desc limit p_limit $$;

create function audit.explore(p_actor uuid, p_action text[], p_module text, p_entity text, p_record text, p_from timestamptz, p_to timestamptz, p_word text, p_limit int, p_before_at timestamptz, p_before_ord bigint)
returns table (ord bigint, at timestamptz, body json)
language sql stable security definer set search_path = pg_catalog, audit as $$
  select e.ord, e.at, e.body from audit.event e
  where e.org_id = kernel.org_id()
    and (p_actor is null or e.actor_id = p_actor) and (p_action is null or e.action = any(p_action)) and (p_module is null or e.module = p_module)
    and (p_entity is null or e.entity = p_entity) and (p_record is null or e.rec_number = p_record or e.rec_id = p_record)
    and (p_from is null or e.at >= p_from) and (p_to is null or e.at < p_to)
    and (p_word is null or e.body::text ilike '%' || replace(replace(replace(p_word, '\', '\\'), '%', '\%'), '_', '\_') || '%')
    and (p_before_at is null or (e.at, e.ord) < (p_before_at, p_before_ord))
  order by e.at desc, e.ord desc limit p_limit $$;

create function audit.summary(p_from timestamptz, p_to timestamptz)
returns table (day date, action text, actor_id uuid, actor_name text, count bigint)
language sql stable security definer set search_path = pg_catalog, audit as $$
  select (e.at at time zone 'UTC')::date, e.action, e.actor_id, max(e.body ->> 'actorName'), count(*) from audit.event e
  where e.org_id = kernel.org_id() and e.at >= p_from and e.at < p_to group by 1, 2, 3 $$;
create function audit.seal_status() returns table (epoch int, size bigint, sealed_at timestamptz, pending bigint, oldest_pending timestamptz)
language sql stable security definer set search_path = pg_catalog, audit as $$
  select c.epoch, c.size, (select max(k.at) from audit.checkpoint k where k.epoch = c.epoch),
    (select count(*) from audit.event e where e.epoch = c.epoch and (e.xid, e.ord) > (c.last_xid, c.last_ord)),
    (select min(e.at) from audit.event e where e.epoch = c.epoch and (e.xid, e.ord) > (c.last_xid, c.last_ord))
  from audit.cursor c order by c.epoch desc limit 1 $$;
create table audit.verification (at timestamptz primary key default kernel.now(), ok boolean not null, result jsonb not null);
create function audit.verification_result() returns table (at timestamptz, ok boolean, result jsonb)
language sql stable security definer set search_path = pg_catalog, audit as $$ select v.at, v.ok, v.result from audit.verification v order by v.at desc limit 1 $$;
grant select, insert on audit.verification to plumbline_sealer, plumbline_verifier;
revoke execute on function audit.entry_number, audit.record_history, audit.explore, audit.summary, audit.seal_status, audit.verification_result from public;
grant execute on function audit.record_history, audit.explore, audit.summary, audit.seal_status, audit.verification_result to plumbline_app, plumbline_worker;
