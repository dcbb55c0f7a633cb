-- Fills the trail of one organization ($1) with $2 events of 50 people about 20 000 records, spread evenly over the months that have partitions,
-- as large as real ones. For measurements: they stand in the log like any other event and verify.
with span as (
  select date_trunc('month', now()) as first, (select count(*) - 2 from pg_inherits where inhparent = 'audit.event'::regclass) * interval '30 days' as length
), made as (
  select i, nextval('audit.ord') as ord, first + length * (i::float8 / $2) as at,
    (array['VIEW', 'DOWNLOAD', 'PRINT', 'LOGIN', 'LOGOUT', 'EXPORT', 'ACCESS_DENIED', 'JOB'])[1 + i % 8] as action,
    (array['edms', 'qrm', 'lims', 'trm', 'mes'])[1 + i % 5] as module,
    ('0197' || lpad(to_hex(i % 20000), 4, '0') || '-0000-7000-8000-000000000000')::uuid as record,
    ('0198' || lpad(to_hex(i % 50), 4, '0') || '-0000-7000-8000-000000000000')::uuid as actor
  from generate_series(1, $2::int) i, span
)
insert into audit.event (epoch, xid, ord, at, org_id, action, module, entity, rec_id, rec_number, rec_ver, actor_id, body)
select audit.current_epoch(), pg_current_xact_id(), ord, at, $1::uuid, action, module, module || '.record', record::text, 'R-' || i % 20000, null, actor,
  audit.body(audit.current_epoch(), pg_current_xact_id(), ord, at,
    json_build_object('actor', actor, 'name', 'Person ' || i % 50, 'type', 'USER', 'request', md5(i::text), 'session', substr(md5((i / 100)::text), 1, 16),
      'ip', '192.0.2.' || i % 250, 'agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'),
    action, module, $1::uuid, module || '.record', record::text, 'R-' || i % 20000, null, null, null, null,
    json_build_object('file', 'specification-' || i || '.pdf', 'sha256', encode(sha256(i::text::bytea), 'hex'), 'note', case when i % 40000 = 0 then 'needle in haystack' else 'routine' end))
from made order by i
