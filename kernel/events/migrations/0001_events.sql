-- why: events leave through an outbox written in the business transaction (design 10, C7)   safe: additive   rollback: none needed, forward only
create schema events;
grant usage on schema events to plumbline_app, plumbline_worker, plumbline_verifier;

create sequence events.ord;
grant usage on sequence events.ord to plumbline_app, plumbline_worker;

create table events.outbox (
  org_id uuid not null, id uuid not null default uuidv7(),
  -- Order of relay. A later row may commit before an earlier one, so a row counts only once every older transaction has ended.
  xid xid8 not null default pg_current_xact_id(), ord bigint not null default nextval('events.ord'),
  at timestamptz not null default kernel.now(),
  event text not null, record_key text, payload jsonb not null,
  actor_id uuid not null, actor_name text not null, request_id text not null,
  primary key (org_id, id));
create index outbox_order on events.outbox (xid, ord);

-- One row per subscription and event: what is still to do, and the proof that it was done, written in the effect's own transaction.
create table events.delivery (
  org_id uuid not null, event_id uuid not null, subscription text not null,
  xid xid8 not null, ord bigint not null, record_key text,
  status text not null default 'PENDING' check (status in ('PENDING', 'DONE', 'DEAD')),
  attempts int not null default 0, next_at timestamptz not null default kernel.now(), error text, done_at timestamptz,
  primary key (org_id, event_id, subscription),
  foreign key (org_id, event_id) references events.outbox (org_id, id) on delete cascade);
create index delivery_due on events.delivery (next_at) where status = 'PENDING';
create index delivery_order on events.delivery (org_id, subscription, record_key, xid, ord) where status = 'PENDING';
create index delivery_dead on events.delivery (org_id, next_at) where status = 'DEAD';

do $$ declare t text; begin
  foreach t in array array['outbox', 'delivery'] loop
    execute format('alter table events.%I enable row level security', t);
    execute format('alter table events.%I force row level security', t);
    execute format('create policy org on events.%I using (org_id = (select kernel.org_id()))', t);
  end loop;
end $$;
grant select, insert on events.outbox to plumbline_app, plumbline_worker;
grant select, update on events.delivery to plumbline_app, plumbline_worker;
grant select on events.outbox, events.delivery to plumbline_verifier;

-- How far the outbox has been relayed: one row for the deployment.
create table events.cursor (only_row boolean primary key default true check (only_row), last_xid xid8 not null, last_ord bigint not null);
insert into events.cursor (last_xid, last_ord) values ('1', 0);

-- Turns committed outbox rows into deliveries, in (xid, ord) order up to the oldest transaction still running, and moves the cursor.
-- `p_subscriptions`: [{"name", "event"}], an event ending in * matches by prefix. `waiting`: rows remain that it could not take yet.
create function events.relay(p_subscriptions jsonb, p_limit int) returns table (relayed int, waiting boolean)
language plpgsql security definer set search_path = pg_catalog, events, kernel as $$
declare c events.cursor; n int; last_x xid8; last_o bigint;
begin
  if not pg_try_advisory_xact_lock(7302) then return query select 0, true; return; end if;
  select * into c from events.cursor for update;
  -- A logical copy starts in a server whose transaction numbers are lower: what the cursor passed stays passed, the rest is stamped anew.
  if c.last_xid >= pg_snapshot_xmax(pg_current_snapshot()) then
    update events.outbox o set xid = case when (o.xid, o.ord) <= (c.last_xid, c.last_ord) then '0'::xid8 else pg_current_xact_id() end;
    c.last_xid := '1'; c.last_ord := 0;
    update events.cursor set last_xid = c.last_xid, last_ord = c.last_ord;
    return query select 0, true; return;
  end if;
  with batch as (
    select o.org_id, o.id, o.xid, o.ord, o.event, o.record_key from events.outbox o
    where o.xid < pg_snapshot_xmin(pg_current_snapshot()) and (o.xid, o.ord) > (c.last_xid, c.last_ord)
    order by o.xid, o.ord limit p_limit
  ), made as (
    insert into events.delivery (org_id, event_id, subscription, xid, ord, record_key)
    select b.org_id, b.id, s.name, b.xid, b.ord, b.record_key
    from batch b join jsonb_to_recordset(p_subscriptions) as s (name text, event text)
      on s.event = b.event or (right(s.event, 1) = '*' and starts_with(b.event, left(s.event, -1)))
    on conflict do nothing
  )
  select count(*), (array_agg(b.xid order by b.xid desc, b.ord desc))[1], (array_agg(b.ord order by b.xid desc, b.ord desc))[1]
  into n, last_x, last_o from batch b;
  if n > 0 then
    c.last_xid := last_x; c.last_ord := last_o;
    update events.cursor set last_xid = c.last_xid, last_ord = c.last_ord;
  end if;
  return query select n, exists (select from events.outbox o where (o.xid, o.ord) > (c.last_xid, c.last_ord));
end $$;

-- Deliveries that may be tried now, oldest first; of one record only the first that is still open, so that its order is kept.
create function events.due(p_subscriptions text[], p_limit int) returns table (org_id uuid, event_id uuid, subscription text, zone text)
language sql volatile security definer set search_path = pg_catalog, events, kernel, access as $$
  select d.org_id, d.event_id, d.subscription,
    coalesce((select s.zone from access.site s where s.org_id = d.org_id and s.state = 'ACTIVE' order by s.created_at, s.id limit 1), 'UTC')
  from events.delivery d
  where d.status = 'PENDING' and d.next_at <= kernel.now() and d.subscription = any(p_subscriptions)
    and not exists (select from events.delivery e where e.org_id = d.org_id and e.subscription = d.subscription and e.record_key = d.record_key
                    and e.status = 'PENDING' and (e.xid, e.ord) < (d.xid, d.ord))
  order by d.xid, d.ord limit p_limit $$;

-- Forgets what was delivered everywhere before an instant; open and dead deliveries keep their event.
create function events.prune(p_org uuid, p_before timestamptz) returns bigint
language sql volatile security definer set search_path = pg_catalog, events as $$
  with gone as (
    delete from events.outbox o using events.cursor c
    where o.org_id = p_org and o.at < p_before and (o.xid, o.ord) <= (c.last_xid, c.last_ord)
      and not exists (select from events.delivery d where d.org_id = o.org_id and d.event_id = o.id and d.status <> 'DONE')
    returning 1)
  select count(*) from gone $$;

-- Takes keys out of a payload that must not outlive its delivery, such as a single-use token.
create function events.redact(p_org uuid, p_event uuid, p_keys text[]) returns void
language sql volatile security definer set search_path = pg_catalog, events as
$$ update events.outbox set payload = payload - p_keys where org_id = p_org and id = p_event $$;
revoke execute on function events.relay, events.due, events.prune, events.redact from public;
grant execute on function events.relay, events.due, events.prune, events.redact to plumbline_app, plumbline_worker;
