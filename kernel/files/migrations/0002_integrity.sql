-- why: files that no longer hash to their name stay known until mended (EDMS-20)   safe: additive   rollback: none needed, forward only
create table files.integrity_failure (
  org_id uuid not null, sha256 text not null, attachment_id uuid not null, found text not null,
  found_at timestamptz not null default kernel.now(), mended_at timestamptz,
  primary key (org_id, sha256));
alter table files.integrity_failure enable row level security;
alter table files.integrity_failure force row level security;
create policy org on files.integrity_failure using (org_id = (select kernel.org_id()));
grant select, insert, update on files.integrity_failure to plumbline_app, plumbline_worker;

-- Document-storage health of the deployment: a number, not whose files.
create function files.unmended() returns bigint language sql stable security definer set search_path = pg_catalog as
$$ select count(*) from files.integrity_failure where mended_at is null $$;

-- Which of these stored contents some organization still refers to: the store is shared, the records are not.
create function files.referenced(p_sha256 text[]) returns setof text language sql stable security definer set search_path = pg_catalog as
$$ select distinct a.sha256 from files.attachment a where a.sha256 = any(p_sha256) $$;
revoke execute on function files.unmended, files.referenced from public;
grant execute on function files.unmended, files.referenced to plumbline_app, plumbline_worker;

create index attachment_content_idx on files.attachment (sha256);
