-- why: notifications, preferences and the mail outbox (NTF-01..06)   safe: additive   rollback: none needed, forward only
create schema notify;
grant usage on schema notify to plumbline_app, plumbline_worker, plumbline_verifier;

create table notify.notification (
  org_id uuid not null, id uuid not null default uuidv7(), recipient_id uuid not null,
  type text not null check (type in ('assignment', 'approval_needed', 'due_soon', 'overdue', 'escalation', 'rejected', 'effective', 'mention', 'security', 'system')),
  entity text, record_id uuid, record_number text, title text not null, message text, path text,
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  -- The same happening never tells the same person twice.
  dedupe_key text, in_app boolean not null default true,
  at timestamptz not null default kernel.now(), read_at timestamptz, acknowledged_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, recipient_id) references access."user" (org_id, id));
create unique index notification_dedupe on notify.notification (org_id, recipient_id, dedupe_key) where dedupe_key is not null;
create index notification_mine on notify.notification (org_id, recipient_id, at desc, id desc) where in_app;
create index notification_unread on notify.notification (org_id, recipient_id) where in_app and read_at is null;

create table notify.preference (
  org_id uuid not null, user_id uuid not null, type text not null, channel text not null check (channel in ('in_app', 'mail')), enabled boolean not null,
  primary key (org_id, user_id, type, channel),
  foreign key (org_id, user_id) references access."user" (org_id, id),
  -- Security, overdue and approval cannot be switched off (NTF-02).
  check (enabled or type not in ('security', 'overdue', 'approval_needed')));

create table notify.mail (
  org_id uuid not null, id uuid not null default uuidv7(), notification_id uuid not null, recipient_id uuid not null,
  address text not null, subject text not null, body text,
  -- Carries a single-use link: the text is erased once it was handed over.
  is_secret boolean not null default false,
  status text not null default 'QUEUED' check (status in ('QUEUED', 'SENDING', 'SENT', 'KEPT', 'DEAD')),
  attempts int not null default 0, next_at timestamptz not null default kernel.now(), lease uuid, lease_until timestamptz, error text,
  created_at timestamptz not null default kernel.now(), sent_at timestamptz,
  primary key (org_id, id), unique (org_id, notification_id),
  foreign key (org_id, notification_id) references notify.notification (org_id, id));
create index mail_due on notify.mail (next_at) where status = 'QUEUED';
create index mail_sending on notify.mail (lease_until) where status = 'SENDING';
create index mail_list on notify.mail (org_id, created_at desc, id desc);

do $$ declare t text; begin
  foreach t in array array['notification', 'preference', 'mail'] loop
    execute format('alter table notify.%I enable row level security', t);
    execute format('alter table notify.%I force row level security', t);
    execute format('create policy org on notify.%I using (org_id = (select kernel.org_id()))', t);
    execute format('grant select, insert, update on notify.%I to plumbline_app, plumbline_worker', t);
    execute format('grant select on notify.%I to plumbline_verifier', t);
  end loop;
end $$;

-- State of the mail server as last met, for the whole deployment.
create table notify.transport (
  only_row boolean primary key default true check (only_row), down_since timestamptz, failures int not null default 0, retry_at timestamptz, error text);
insert into notify.transport default values;

-- Gives mails to a sender for two minutes; none while the server is known to be down.
create function notify.claim_mail(p_limit int) returns setof notify.mail
language sql volatile security definer set search_path = pg_catalog, notify, kernel as $$
  update notify.mail m set status = 'SENDING', lease = uuidv7(), lease_until = kernel.now() + interval '2 minutes'
  where (m.org_id, m.id) in (
    select q.org_id, q.id from notify.mail q, notify.transport t
    where (q.status = 'QUEUED' and q.next_at <= kernel.now() or q.status = 'SENDING' and q.lease_until < kernel.now())
      and (t.retry_at is null or t.retry_at <= kernel.now())
    order by q.next_at, q.id limit p_limit for update of q skip locked)
  returning m.* $$;

-- Ends a claim. `p_status`: SENT, KEPT; QUEUED (server down: tried again, not counted); FAILED (refused by the server: counted, dead after 8).
create function notify.settle_mail(p_org uuid, p_id uuid, p_lease uuid, p_status text, p_error text) returns text
language sql volatile security definer set search_path = pg_catalog, notify, kernel as $$
  update notify.mail m set lease = null, lease_until = null, error = p_error,
    attempts = m.attempts + case when p_status = 'QUEUED' then 0 else 1 end,
    status = case when p_status <> 'FAILED' then p_status when m.attempts + 1 >= 8 then 'DEAD' else 'QUEUED' end,
    next_at = case when p_status = 'FAILED' then kernel.now() + least(interval '1 minute' * 4 ^ m.attempts, interval '6 hours') else m.next_at end,
    sent_at = case when p_status in ('SENT', 'KEPT') then kernel.now() end,
    body = case when p_status = 'SENT' and m.is_secret then null else m.body end
  where m.org_id = p_org and m.id = p_id and m.lease = p_lease returning m.status $$;

create function notify.transport_met(p_error text) returns void
language sql volatile security definer set search_path = pg_catalog, notify, kernel as $$
  update notify.transport t set error = p_error,
    failures = case when p_error is null then 0 else t.failures + 1 end,
    down_since = case when p_error is null then null else coalesce(t.down_since, kernel.now()) end,
    retry_at = case when p_error is null then null else kernel.now() + least(interval '10 seconds' * 2 ^ least(t.failures, 10), interval '5 minutes') end
  where p_error is not null or t.down_since is not null $$;

create function notify.mail_health() returns jsonb
language sql volatile security definer set search_path = pg_catalog, notify, kernel as $$
  select jsonb_build_object('downSince', t.down_since, 'error', t.error,
    'waiting', (select count(*) from notify.mail where status in ('QUEUED', 'SENDING')),
    'late', (select count(*) from notify.mail where status = 'QUEUED' and created_at < kernel.now() - interval '1 minute'),
    'dead', (select count(*) from notify.mail where status = 'DEAD')) from notify.transport t $$;
revoke execute on all functions in schema notify from public;
grant execute on all functions in schema notify to plumbline_app, plumbline_worker;
