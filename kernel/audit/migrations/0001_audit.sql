-- why: append-only audit trail written by the database in the business transaction (AT-01..13)   safe: additive   rollback: none needed
create schema audit;
revoke all on schema audit from public;
grant usage on schema audit to plumbline_app, plumbline_worker, plumbline_sealer, plumbline_verifier;

create table audit.epoch (number int primary key, opened_at timestamptz not null default kernel.now());
insert into audit.epoch (number) values (1);
create function audit.current_epoch() returns int language sql stable set search_path = pg_catalog as 'select max(number) from audit.epoch';

-- The stored text of `body` is the hashed leaf; every key column stands inside it, so editing one is seen.
create sequence audit.ord;
create table audit.event (
  epoch int not null, xid xid8 not null, ord bigint not null, at timestamptz not null,
  org_id uuid not null, action text not null, module text not null, entity text not null, rec_id text, rec_number text, rec_ver int,
  actor_id uuid not null, body json not null,
  primary key (epoch, xid, ord, at)
) partition by range (at);
create index event_record on audit.event (org_id, entity, rec_id, rec_ver);
create index event_time on audit.event (org_id, at desc);
create index event_actor on audit.event (org_id, actor_id, at desc);

-- Last leaf and last row hash of each record: the previous leaf of the next event, and what reconciliation compares live rows with.
create table audit.head (
  entity text not null, rec_id text not null, org_id uuid not null, leaf bytea not null, after bytea, rec_ver int,
  primary key (entity, rec_id));

create function audit.refuse_change() returns trigger language plpgsql as $$
begin raise exception 'the audit trail is append-only' using errcode = 'PL003'; end $$;

create function audit.protect(p_partition regclass) returns void language plpgsql as $$
begin
  execute format('create trigger z_refuse before update or delete on %s for each row execute function audit.refuse_change()', p_partition);
  execute format('create trigger z_refuse_truncate before truncate on %s for each statement execute function audit.refuse_change()', p_partition);
  execute format('alter table %s enable always trigger z_refuse', p_partition);
  execute format('alter table %s enable always trigger z_refuse_truncate', p_partition);
end $$;

create function audit.ensure_partitions(p_from date, p_months int) returns int
language plpgsql security definer set search_path = pg_catalog, audit as $$
declare m date; made int := 0; part text;
begin
  for i in 0..p_months - 1 loop
    m := (date_trunc('month', p_from) + make_interval(months => i))::date;
    part := 'event_' || to_char(m, 'YYYY_MM');
    if to_regclass('audit.' || part) is null then
      execute format('create table audit.%I partition of audit.event for values from (%L) to (%L)', part,
        m::text || ' 00:00:00+00', (m + interval '1 month')::date::text || ' 00:00:00+00');
      perform audit.protect(('audit.' || part)::regclass);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
-- Catches rows whose month has no partition yet, so that a write never fails for lack of one; the monthly job keeps it empty.
create table audit.event_default partition of audit.event default;
select audit.protect('audit.event_default'::regclass);
select audit.ensure_partitions(date_trunc('month', kernel.now() at time zone 'UTC')::date, 24);

-- A value too long for one log entry (65 535 bytes each) stands as its length and SHA-256; the full text is in the history table.
create function audit.shown(v jsonb, is_secret boolean) returns jsonb language sql immutable set search_path = pg_catalog as $$
  select case when v is null or v = 'null'::jsonb then v when is_secret then '"•••"'::jsonb when jsonb_typeof(v) = 'number' then to_jsonb(v #>> '{}')
    when length(v::text) > 4000 then jsonb_build_object('length', length(v::text), 'sha256', encode(sha256(convert_to(v::text, 'UTF8')), 'hex')) else v end $$;

-- Changed fields only, as {field: [old, new]}; numbers as text (exact), secrets masked. Bookkeeping columns are in the event itself.
create function audit.diff(o jsonb, n jsonb, secret text[]) returns json language sql immutable set search_path = pg_catalog as $$
  select coalesce(json_object_agg(k, json_build_array(audit.shown(o -> k, k = any(secret)), audit.shown(n -> k, k = any(secret))) order by k), '{}')
  from jsonb_object_keys(n) k
  where k not in ('org_id', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by')
    and (o -> k) is distinct from (n -> k) and not (o is null and n -> k = 'null'::jsonb) $$;

create function audit.body(p_epoch int, p_xid xid8, p_ord bigint, p_at timestamptz, p_ctx json, p_action text, p_module text, p_org uuid, p_entity text,
  p_id text, p_number text, p_ver int, p_chg json, p_after text, p_prev bytea, p_detail json) returns json
language sql volatile set search_path = pg_catalog as $$
  select json_build_object('v', 1, 'epoch', p_epoch, 'xid', p_xid::text, 'ord', p_ord::text,
    'at', to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'org', p_org, 'actor', p_ctx ->> 'actor', 'actorName', p_ctx ->> 'name', 'actorType', p_ctx ->> 'type', 'onBehalfOf', p_ctx ->> 'for',
    'action', p_action, 'module', p_module, 'entity', p_entity, 'id', p_id, 'number', p_number, 'ver', p_ver,
    'transition', p_ctx ->> 'transition', 'signature', p_ctx ->> 'signature',
    'reason', p_ctx ->> 'reason', 'request', p_ctx ->> 'request', 'session', p_ctx ->> 'session', 'ip', p_ctx ->> 'ip', 'agent', p_ctx ->> 'agent',
    'job', p_ctx ->> 'job', 'changes', p_chg, 'after', p_after, 'detail', p_detail, 'prev', encode(p_prev, 'hex'), 'salt', gen_random_uuid()) $$;

create function audit.row_hash(r jsonb) returns bytea language sql immutable set search_path = pg_catalog as
$$ select sha256(convert_to(jsonb_strip_nulls(r)::text, 'UTF8')) $$;

create function audit.on_insert() returns trigger language plpgsql security definer
set search_path = pg_catalog, audit, kernel set timezone = 'UTC' as $$
declare ctx json := kernel.context(); ent text := tg_table_schema || '.' || replace(tg_table_name, '_', '-'); ep int := audit.current_epoch(); secret text[] := string_to_array(tg_argv[0], ',');
begin
  with src as (
    select pg_current_xact_id() xid, nextval('audit.ord') ord, kernel.now() at, to_jsonb(n) n, n.org_id, n.id, n.version from newt n
  ), ev as (
    insert into audit.event (epoch, xid, ord, at, org_id, action, module, entity, rec_id, rec_number, rec_ver, actor_id, body)
    select ep, s.xid, s.ord, s.at, s.org_id, coalesce(ctx ->> 'action', 'CREATE'), tg_table_schema, ent, s.id::text, s.n ->> 'number', s.version, (ctx ->> 'actor')::uuid,
      audit.body(ep, s.xid, s.ord, s.at, ctx, coalesce(ctx ->> 'action', 'CREATE'), tg_table_schema, s.org_id, ent, s.id::text, s.n ->> 'number', s.version,
        audit.diff(null, s.n, secret), encode(audit.row_hash(s.n), 'hex'), null, null)
    from src s returning org_id, rec_id, rec_ver, body
  )
  insert into audit.head (entity, rec_id, org_id, leaf, after, rec_ver)
  select ent, e.rec_id, e.org_id, sha256('\x00'::bytea || convert_to(e.body::text, 'UTF8')), decode(e.body ->> 'after', 'hex'), e.rec_ver from ev e;
  execute format('insert into %I.%I (org_id, id, version, at, row) select n.org_id, n.id, n.version, kernel.now(), to_jsonb(n) from newt n',
    tg_table_schema, tg_table_name || '_history');
  return null;
end $$;

create function audit.on_update() returns trigger language plpgsql security definer
set search_path = pg_catalog, audit, kernel set timezone = 'UTC' as $$
declare ctx json := kernel.context(); ent text := tg_table_schema || '.' || replace(tg_table_name, '_', '-'); ep int := audit.current_epoch();
  secret text[] := string_to_array(tg_argv[0], ','); draft text[] := string_to_array(tg_argv[1], ',');
begin
  if draft <> '{}' and coalesce(ctx ->> 'action', 'UPDATE') = 'UPDATE' and coalesce(ctx ->> 'reason', '') = ''
     and exists (select from oldt o where not (to_jsonb(o) ->> 'state') = any(draft)) then
    raise exception 'a change after draft needs a reason' using errcode = 'PL004';
  end if;
  with src as (
    select pg_current_xact_id() xid, nextval('audit.ord') ord, kernel.now() at, to_jsonb(o) o, to_jsonb(n) n, n.org_id, n.id, n.version, h.leaf prev
    from newt n join oldt o on o.org_id = n.org_id and o.id = n.id left join audit.head h on h.entity = ent and h.rec_id = n.id::text
  ), ev as (
    insert into audit.event (epoch, xid, ord, at, org_id, action, module, entity, rec_id, rec_number, rec_ver, actor_id, body)
    select ep, s.xid, s.ord, s.at, s.org_id, coalesce(ctx ->> 'action', 'UPDATE'), tg_table_schema, ent, s.id::text, s.n ->> 'number', s.version, (ctx ->> 'actor')::uuid,
      audit.body(ep, s.xid, s.ord, s.at, ctx, coalesce(ctx ->> 'action', 'UPDATE'), tg_table_schema, s.org_id, ent, s.id::text, s.n ->> 'number', s.version,
        audit.diff(s.o, s.n, secret), encode(audit.row_hash(s.n), 'hex'), s.prev, null)
    from src s returning org_id, rec_id, rec_ver, body
  )
  insert into audit.head (entity, rec_id, org_id, leaf, after, rec_ver)
  select ent, e.rec_id, e.org_id, sha256('\x00'::bytea || convert_to(e.body::text, 'UTF8')), decode(e.body ->> 'after', 'hex'), e.rec_ver from ev e
  on conflict (entity, rec_id) do update set leaf = excluded.leaf, after = excluded.after, rec_ver = excluded.rec_ver;
  execute format('insert into %I.%I (org_id, id, version, at, row) select n.org_id, n.id, n.version, kernel.now(), to_jsonb(n) from newt n',
    tg_table_schema, tg_table_name || '_history');
  return null;
end $$;

-- Everything that is not a row change: log-ins, refusals, views of restricted records, downloads, exports, prints.
create function audit.append(p_org uuid, p_action text, p_module text, p_entity text, p_id text, p_number text, p_detail json)
returns text language plpgsql security definer set search_path = pg_catalog, audit, kernel set timezone = 'UTC' as $$
declare ctx json := kernel.context(); x xid8 := pg_current_xact_id(); o bigint := nextval('audit.ord'); t timestamptz := kernel.now(); ep int := audit.current_epoch();
begin
  insert into audit.event (epoch, xid, ord, at, org_id, action, module, entity, rec_id, rec_number, actor_id, body)
  values (ep, x, o, t, p_org, p_action, p_module, p_entity, p_id, p_number, (ctx ->> 'actor')::uuid,
    audit.body(ep, x, o, t, ctx, p_action, p_module, p_org, p_entity, p_id, p_number, null, null, null, null, p_detail));
  return o::text;
end $$;
revoke all on function audit.append from public;
grant execute on function audit.append to plumbline_app, plumbline_worker;

-- Makes a record table an audited one: history table, triggers that always fire, row-level security, privileges.
-- p_draft: states in which an edit needs no reason; empty for records without that rule.
create function audit.attach(p_schema text, p_table text, p_secret text[] default '{}', p_draft text[] default '{}') returns void
language plpgsql set search_path = pg_catalog, audit, kernel as $$
declare t text := format('%I.%I', p_schema, p_table); h text := format('%I.%I', p_schema, p_table || '_history'); each_table text;
begin
  execute format('create table %s (org_id uuid not null, id uuid not null, version int not null, at timestamptz not null, row jsonb not null, primary key (org_id, id, version))', h);
  execute format('create trigger a_insert after insert on %s referencing new table as newt for each statement execute function audit.on_insert(%L)', t, array_to_string(p_secret, ','));
  execute format('create trigger a_update after update on %s referencing old table as oldt new table as newt for each statement execute function audit.on_update(%L, %L)',
    t, array_to_string(p_secret, ','), array_to_string(p_draft, ','));
  execute format('create trigger b_guard before update on %s for each row execute function kernel.guard_update()', t);
  execute format('create trigger b_no_delete before delete on %s for each row execute function kernel.refuse_delete()', t);
  execute format('create trigger b_no_truncate before truncate on %s for each statement execute function kernel.refuse_delete()', t);
  execute format('create trigger b_append_only before update or delete on %s for each row execute function kernel.refuse_delete()', h);
  execute format('create trigger b_no_truncate before truncate on %s for each statement execute function kernel.refuse_delete()', h);
  execute format('alter table %s enable always trigger b_no_truncate', h);
  for each_table in select unnest(array[t, h]) loop
    execute format('alter table %s enable row level security', each_table);
    execute format('alter table %s force row level security', each_table);
    execute format('create policy org on %s using (org_id = (select kernel.org_id()))', each_table);
  end loop;
  execute format('alter table %s enable always trigger a_insert', t);
  execute format('alter table %s enable always trigger a_update', t);
  execute format('alter table %s enable always trigger b_guard', t);
  execute format('alter table %s enable always trigger b_no_delete', t);
  execute format('alter table %s enable always trigger b_no_truncate', t);
  execute format('alter table %s enable always trigger b_append_only', h);
  execute format('grant select, insert, update on %s to plumbline_app, plumbline_worker', t);
  execute format('grant select on %s to plumbline_app, plumbline_worker', h);
end $$;

-- Sealing (RFC 6962): a batch is an interval of (xid, ord) below the snapshot horizon; no event row is ever touched.
create table audit.cursor (epoch int primary key, last_xid xid8 not null, last_ord bigint not null, size bigint not null, frontier bytea not null);
create table audit.batch (
  epoch int not null, first_index bigint not null, count int not null, last_xid xid8 not null, last_ord bigint not null, leaf_hashes bytea not null,
  sealed_at timestamptz not null default kernel.now(), primary key (epoch, first_index));
create table audit.checkpoint (
  epoch int not null, size bigint not null, root bytea not null, note text not null, at timestamptz not null default kernel.now(), primary key (epoch, size));
create trigger z_refuse before update or delete on audit.batch for each row execute function audit.refuse_change();
create trigger z_refuse before update or delete on audit.checkpoint for each row execute function audit.refuse_change();
create trigger z_refuse_truncate before truncate on audit.batch for each statement execute function audit.refuse_change();
create trigger z_refuse_truncate before truncate on audit.checkpoint for each statement execute function audit.refuse_change();
alter table audit.batch enable always trigger z_refuse_truncate;
alter table audit.checkpoint enable always trigger z_refuse_truncate;
alter table audit.batch enable always trigger z_refuse;
alter table audit.checkpoint enable always trigger z_refuse;
grant select on audit.event, audit.epoch to plumbline_sealer;
grant select, insert on audit.batch, audit.checkpoint to plumbline_sealer;
grant select, insert, update on audit.cursor to plumbline_sealer;
grant select on all tables in schema audit to plumbline_verifier;
-- Readers get checkpoints through a function: the log's head is public, its rows are not.
create function audit.latest_checkpoint() returns table (epoch int, size bigint, root text, note text, at timestamptz)
language sql stable security definer set search_path = pg_catalog, audit as
$$ select epoch, size, encode(root, 'hex'), note, at from audit.checkpoint order by epoch desc, size desc limit 1 $$;
grant execute on function audit.latest_checkpoint to plumbline_app, plumbline_worker;
revoke execute on all functions in schema audit from public;
grant execute on function audit.append, audit.latest_checkpoint to plumbline_app, plumbline_worker;
grant execute on function audit.current_epoch to plumbline_app, plumbline_worker, plumbline_sealer, plumbline_verifier;
grant execute on function audit.row_hash to plumbline_verifier;
