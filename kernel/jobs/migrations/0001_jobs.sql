-- why: scheduler and queue, visible and stoppable (SCH-01..08, AT-09)   safe: additive   rollback: none needed, forward only
create schema jobs;
grant usage on schema jobs to plumbline_app, plumbline_worker, plumbline_verifier;

-- A run is both the entry of the queue and the record of what happened.
create table jobs.run (
  org_id uuid not null, id uuid not null default uuidv7(),
  job_code text not null, queue_key text, payload jsonb not null default '{}', zone text not null default 'UTC', position int not null default 0,
  trigger text not null check (trigger in ('CRON', 'MANUAL', 'CATCHUP', 'EVENT')),
  triggered_by uuid, triggered_name text, reason text,
  status text not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'SUCCESS', 'FAILED', 'STOPPED', 'SKIPPED')),
  -- scheduled_for never moves; run_at does with every retry.
  scheduled_for timestamptz not null default kernel.now(), run_at timestamptz not null default kernel.now(),
  attempt int not null default 0, worker text, started_at timestamptz, finished_at timestamptz, heartbeat timestamptz,
  stop_requested_at timestamptz, stop_reason text, stopped_by uuid,
  processed int not null default 0, failed int not null default 0, error text, log jsonb not null default '[]',
  created_at timestamptz not null default kernel.now(),
  primary key (org_id, id));
-- One execution of a scheduled run, however many processes see the minute (SCH-01).
create unique index run_schedule_key on jobs.run (org_id, job_code, scheduled_for, zone) where trigger in ('CRON', 'CATCHUP');
create unique index run_queue_key on jobs.run (org_id, job_code, queue_key) where status = 'QUEUED' and queue_key is not null;
create index run_due on jobs.run (run_at, position, id) where status = 'QUEUED';
create index run_running on jobs.run (org_id, job_code) where status = 'RUNNING';
create index run_list on jobs.run (org_id, scheduled_for desc, id desc);
create index run_of_job on jobs.run (org_id, job_code, scheduled_for desc);

-- Last time a schedule was looked at, per job and zone: what lies between it and now was missed (SCH-03).
create table jobs.slot (
  org_id uuid not null, job_code text not null, slot text not null, last_for timestamptz not null,
  primary key (org_id, job_code, slot));

-- Effect ledger: an item's key stands here if and only if its effect was committed (SCH-02).
create table jobs.effect (
  org_id uuid not null, job_code text not null, key text not null, run_id uuid not null, at timestamptz not null default kernel.now(),
  primary key (org_id, job_code, key));

do $$ declare t text; begin
  foreach t in array array['run', 'slot', 'effect'] loop
    execute format('alter table jobs.%I enable row level security', t);
    execute format('alter table jobs.%I force row level security', t);
    execute format('create policy org on jobs.%I using (org_id = (select kernel.org_id()))', t);
  end loop;
end $$;
grant select, insert, update on jobs.run to plumbline_app, plumbline_worker;
grant select, insert on jobs.effect to plumbline_app, plumbline_worker;
grant select on jobs.slot to plumbline_app, plumbline_worker;
grant select on jobs.run, jobs.slot, jobs.effect to plumbline_verifier;

-- Worker processes of the deployment; reached through functions only.
create table jobs.worker (
  id text primary key, started_at timestamptz not null default kernel.now(), heartbeat timestamptz not null default kernel.now(),
  stopped_at timestamptz, alerted_at timestamptz);

create function jobs.beat_worker(p_id text, p_stopped boolean) returns void
language sql volatile security definer set search_path = pg_catalog, jobs, kernel as $$
  delete from jobs.worker where heartbeat < kernel.now() - interval '7 days';
  insert into jobs.worker as w (id, stopped_at) values (p_id, case when p_stopped then kernel.now() end)
  on conflict (id) do update set heartbeat = kernel.now(), stopped_at = excluded.stopped_at, alerted_at = null $$;

-- What the scheduler needs of every organization: its zones, and how far each schedule has come.
create function jobs.calendar() returns table (org_id uuid, created_at timestamptz, now timestamptz, zones text[], slots jsonb)
language sql volatile security definer set search_path = pg_catalog, jobs, kernel, access as $$
  select o.org_id, o.created_at, kernel.now(),
    coalesce((select array_agg(z.zone order by z.since, z.zone) from (select s.zone, min(s.created_at) since from access.site s
      where s.org_id = o.org_id and s.state = 'ACTIVE' group by s.zone) z), '{UTC}'),
    coalesce((select jsonb_object_agg(l.job_code || '|' || l.slot, l.last_for) from jobs.slot l where l.org_id = o.org_id), '{}')
  from access.organization o $$;

-- Enters due runs: [{org, code, slot, for, zone, payload, trigger, position, short}]. Whoever comes second changes nothing.
create function jobs.schedule(p_due jsonb) returns int
language plpgsql security definer set search_path = pg_catalog, jobs, kernel as $$
declare d record; made int := 0; busy boolean;
begin
  for d in select * from jsonb_to_recordset(p_due) as x (org uuid, code text, slot text, "for" timestamptz, zone text, payload jsonb, trigger text, "position" int, short boolean) loop
    insert into jobs.slot as l (org_id, job_code, slot, last_for) values (d.org, d.code, d.slot, d."for")
    on conflict (org_id, job_code, slot) do update set last_for = excluded.last_for where l.last_for < excluded.last_for;
    continue when not found;
    -- Runs every few minutes do not pile up behind a slow one.
    busy := d.short and exists (select from jobs.run r where r.org_id = d.org and r.job_code = d.code and r.trigger <> 'EVENT'
      and (r.status = 'RUNNING' or r.status = 'QUEUED' and r.attempt = 0));
    insert into jobs.run (org_id, job_code, payload, zone, trigger, scheduled_for, run_at, position, status, finished_at, error)
    values (d.org, d.code, d.payload, d.zone, d.trigger, d."for", d."for", d."position",
      case when busy then 'SKIPPED' else 'QUEUED' end, case when busy then kernel.now() end, case when busy then 'the run before it has not ended' end)
    on conflict do nothing;
    if found then made := made + 1; end if;
  end loop;
  return made;
end $$;

-- Gives one due run to a worker. Scheduled and manual runs of one job follow each other; runs caused by events may overlap.
create function jobs.claim(p_worker text, p_codes text[], p_run uuid) returns setof jobs.run
language plpgsql security definer set search_path = pg_catalog, jobs, kernel as $$
begin
  perform pg_advisory_xact_lock(7303);
  return query
  update jobs.run r set status = 'RUNNING', worker = p_worker, attempt = r.attempt + 1, started_at = coalesce(r.started_at, kernel.now()), heartbeat = kernel.now(), queue_key = null
  where (r.org_id, r.id) = (
    select q.org_id, q.id from jobs.run q
    where q.status = 'QUEUED' and q.run_at <= kernel.now() and q.job_code = any(p_codes) and (p_run is null or q.id = p_run)
      and (q.trigger = 'EVENT' or not exists (select from jobs.run o where o.org_id = q.org_id and o.job_code = q.job_code and o.status = 'RUNNING' and o.trigger <> 'EVENT'))
    order by q.run_at, q.position, q.id limit 1 for update skip locked)
  returning r.*;
end $$;

-- Heartbeat of a running run; the answer is what the worker must do. `lost`: the run was taken away from it meanwhile.
create function jobs.beat(p_org uuid, p_run uuid, p_attempt int) returns text
language plpgsql security definer set search_path = pg_catalog, jobs, kernel as $$
declare asked timestamptz;
begin
  update jobs.run set heartbeat = kernel.now() where org_id = p_org and id = p_run and attempt = p_attempt and status = 'RUNNING' returning stop_requested_at into asked;
  if not found then return 'lost'; end if;
  return case when asked is null then 'go' else 'stop' end;
end $$;

-- Running runs and workers silent for two minutes (SCH-06).
create function jobs.silent_runs() returns table (org_id uuid, id uuid, job_code text, attempt int)
language sql volatile security definer set search_path = pg_catalog, jobs, kernel as
$$ select r.org_id, r.id, r.job_code, r.attempt from jobs.run r where r.status = 'RUNNING' and r.heartbeat < kernel.now() - interval '2 minutes' order by r.heartbeat $$;

-- Names each worker that fell silent once; the caller raises the alarm in every organization given.
create function jobs.silent_workers() returns table (worker text, last_heard timestamptz, organizations uuid[])
language sql volatile security definer set search_path = pg_catalog, jobs, kernel, access as $$
  update jobs.worker w set alerted_at = kernel.now()
  where w.stopped_at is null and w.alerted_at is null and w.heartbeat < kernel.now() - interval '2 minutes'
  returning w.id, w.heartbeat, (select array_agg(o.org_id) from access.organization o) $$;

create function jobs.health() returns jsonb
language sql volatile security definer set search_path = pg_catalog, jobs, kernel as $$
  select jsonb_build_object(
    'lastHeartbeat', (select max(heartbeat) from jobs.worker),
    'liveWorkers', (select count(*) from jobs.worker where stopped_at is null and heartbeat >= kernel.now() - interval '2 minutes'),
    'silentWorkers', (select count(*) from jobs.worker where stopped_at is null and heartbeat < kernel.now() - interval '2 minutes' and heartbeat > kernel.now() - interval '1 day'),
    'silentRuns', (select count(*) from jobs.run where status = 'RUNNING' and heartbeat < kernel.now() - interval '2 minutes'),
    'lateRuns', (select count(*) from jobs.run where status = 'QUEUED' and run_at < kernel.now() - interval '5 minutes'),
    'failedRuns', (select count(*) from jobs.run where status = 'FAILED' and finished_at > kernel.now() - interval '1 day')) $$;

revoke execute on all functions in schema jobs from public;
grant execute on all functions in schema jobs to plumbline_app, plumbline_worker;
