-- why: clock, actor context and schema bookkeeping of the kernel   safe: first migration   rollback: none needed
create schema kernel;
grant usage on schema kernel to plumbline_app, plumbline_worker, plumbline_sealer, plumbline_verifier;

-- The one clock. Test templates replace it by one that adds an offset; a production start refuses when kernel.clock_offset exists.
create function kernel.now() returns timestamptz language sql volatile parallel safe set search_path = pg_catalog as 'select clock_timestamp()';

create function kernel.org_id() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.org_id', true), '')::uuid $$;

-- Who acts, why and from where, set by the command layer for each transaction. A write without it fails.
create function kernel.context() returns json language plpgsql stable as $$
declare ctx text := current_setting('app.ctx', true);
begin
  if ctx is null or ctx = '' then raise exception 'a write needs an actor' using errcode = 'PL001'; end if;
  return ctx::json;
end $$;

-- Numbers are distinct and never reused; one drawn by a transaction that failed is written to the audit trail as lost (CORE-07).
create table kernel.number_sequence (
  org_id uuid not null, key text not null, sequence_name text not null,
  primary key (org_id, key));
alter table kernel.number_sequence enable row level security;
alter table kernel.number_sequence force row level security;
create policy org on kernel.number_sequence using (org_id = (select kernel.org_id()));

create function kernel.next_number(p_key text) returns bigint
language plpgsql security definer set search_path = pg_catalog, kernel as $$
declare seq text; p_org uuid := kernel.org_id();
begin
  if p_org is null then raise exception 'a number belongs to an organization' using errcode = 'PL001'; end if;
  select sequence_name into seq from kernel.number_sequence where org_id = p_org and key = p_key;
  if seq is null then
    perform pg_advisory_xact_lock(hashtextextended(p_org::text || p_key, 7));
    select sequence_name into seq from kernel.number_sequence where org_id = p_org and key = p_key;
    if seq is null then
      seq := 'n_' || substr(encode(sha256(convert_to(p_org::text || p_key, 'UTF8')), 'hex'), 1, 24);
      execute format('create sequence kernel.%I', seq);
      insert into kernel.number_sequence (org_id, key, sequence_name) values (p_org, p_key, seq);
    end if;
  end if;
  return nextval(format('kernel.%I', seq)::regclass);
end $$;
revoke execute on function kernel.next_number from public;
grant execute on function kernel.next_number to plumbline_app, plumbline_worker;

create table kernel.idempotency (
  org_id uuid not null, actor_id uuid not null, key text not null, request_hash text not null,
  status int, response jsonb, created_at timestamptz not null default kernel.now(),
  primary key (org_id, actor_id, key));
alter table kernel.idempotency enable row level security;
alter table kernel.idempotency force row level security;
create policy org on kernel.idempotency using (org_id = (select kernel.org_id()));
grant select, insert, update, delete on kernel.idempotency to plumbline_app, plumbline_worker;

-- `version` grows by exactly one, identity and origin never change: a record's history has no legal gaps.
create function kernel.guard_update() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then raise exception 'version of % must grow by one', tg_table_name using errcode = 'PL002'; end if;
  if new.id <> old.id or new.org_id <> old.org_id or new.created_at <> old.created_at or new.created_by <> old.created_by then
    raise exception 'identity and origin of % cannot change', tg_table_name using errcode = 'PL002'; end if;
  return new;
end $$;
create function kernel.refuse_delete() returns trigger language plpgsql as $$
begin raise exception 'rows of %.% are never deleted', tg_table_schema, tg_table_name using errcode = 'PL003'; end $$;
