-- why: organizations, people, roles and shares (USR, 0.2)   safe: additive   rollback: none needed, forward only
create schema if not exists access;
grant usage on schema access to plumbline_app, plumbline_worker, plumbline_verifier;

create table "access"."organization" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "name" text not null,
  "code" text not null,
  "regulatory_license" text,
  "address" text,
  constraint "organization_pkey" primary key (org_id, id),
  constraint "organization_state_check" check (state in ('ACTIVE')),
  constraint "organization_code_key" unique (org_id, "code"));
create index "organization_state_idx" on "access"."organization" (org_id, state, updated_at desc, id);
select audit.attach('access', 'organization', '{}', '{}');

create table "access"."site" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "name" text not null,
  "code" text not null,
  "zone" text not null,
  "address" text,
  constraint "site_pkey" primary key (org_id, id),
  constraint "site_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "site_code_key" unique (org_id, "code"));
create index "site_state_idx" on "access"."site" (org_id, state, updated_at desc, id);
select audit.attach('access', 'site', '{}', '{}');

create table "access"."department" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "name" text not null,
  "code" text not null,
  "head_id" uuid,
  "parent_id" uuid,
  constraint "department_pkey" primary key (org_id, id),
  constraint "department_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "department_code_key" unique (org_id, "code"));
create index "department_state_idx" on "access"."department" (org_id, state, updated_at desc, id);
create index "department_head_id_idx" on "access"."department" (org_id, "head_id");
create index "department_parent_id_idx" on "access"."department" (org_id, "parent_id");
select audit.attach('access', 'department', '{}', '{}');

create table "access"."user" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "username" text not null,
  "first_name" text not null,
  "last_name" text not null,
  "name" text,
  "email" text not null,
  "employee_id" text,
  "job_title" text,
  "manager_id" uuid,
  "phone" text,
  "language" text not null,
  "time_zone" text,
  "account_expires_on" date,
  "identity_verified_at" timestamp with time zone,
  "identity_verified_by" uuid,
  "identity_method" text,
  "agreement_accepted_at" timestamp with time zone,
  "agreement_version" text,
  "muted_mail" boolean not null default false,
  constraint "user_pkey" primary key (org_id, id),
  constraint "user_state_check" check (state in ('PENDING', 'ACTIVE', 'INACTIVE')),
  constraint "user_username_key" unique (org_id, "username"),
  constraint "user_email_key" unique (org_id, "email"),
  constraint "user_employee_id_key" unique (org_id, "employee_id"),
  constraint "user_language_check" check ("language" in ('en', 'fr')));
create index "user_state_idx" on "access"."user" (org_id, state, updated_at desc, id);
create index "user_manager_id_idx" on "access"."user" (org_id, "manager_id");
create index "user_identity_verified_by_idx" on "access"."user" (org_id, "identity_verified_by");
select audit.attach('access', 'user', '{}', '{}');

create table "access"."role" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "code" text not null,
  "name" text not null,
  "module" text not null,
  "description" text,
  "grants" jsonb not null,
  "is_system" boolean not null default false,
  constraint "role_pkey" primary key (org_id, id),
  constraint "role_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "role_code_key" unique (org_id, "code"));
create index "role_state_idx" on "access"."role" (org_id, state, updated_at desc, id);
select audit.attach('access', 'role', '{}', '{}');

create table "access"."role_assignment" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "user_id" uuid not null,
  "role_id" uuid not null,
  "valid_from" timestamp with time zone,
  "valid_until" timestamp with time zone,
  "reason" text not null,
  constraint "role_assignment_pkey" primary key (org_id, id),
  constraint "role_assignment_state_check" check (state in ('ACTIVE', 'REVOKED')));
create index "role_assignment_state_idx" on "access"."role_assignment" (org_id, state, updated_at desc, id);
create index "role_assignment_user_id_idx" on "access"."role_assignment" (org_id, "user_id");
create index "role_assignment_role_id_idx" on "access"."role_assignment" (org_id, "role_id");
select audit.attach('access', 'role_assignment', '{}', '{}');

create table "access"."share" (
  "org_id" uuid not null,
  "id" uuid not null default uuidv7(),
  "number" text,
  "state" text not null,
  "version" integer not null default 1,
  "revision" integer not null default 1,
  "site_id" uuid,
  "department_id" uuid,
  "confidentiality" text not null default 'internal',
  "created_at" timestamp with time zone not null default kernel.now(),
  "created_by" uuid not null,
  "updated_at" timestamp with time zone not null default kernel.now(),
  "updated_by" uuid not null,
  "retention_until" date,
  "legal_hold" boolean not null default false,
  "voided_at" timestamp with time zone,
  "voided_by" uuid,
  "void_reason" text,
  "extra" jsonb not null default '{}',
  "entity" text not null,
  "record_id" uuid not null,
  "user_id" uuid,
  "role_id" uuid,
  "expires_at" timestamp with time zone,
  "reason" text not null,
  constraint "share_pkey" primary key (org_id, id),
  constraint "share_state_check" check (state in ('ACTIVE', 'REVOKED')));
create index "share_state_idx" on "access"."share" (org_id, state, updated_at desc, id);
create index "share_record_id_idx" on "access"."share" (org_id, "record_id");
create index "share_user_id_idx" on "access"."share" (org_id, "user_id");
create index "share_role_id_idx" on "access"."share" (org_id, "role_id");
select audit.attach('access', 'share', '{}', '{}');

alter table "access"."department" add constraint "department_head_id_fkey" foreign key (org_id, "head_id") references "access"."user" (org_id, id);

alter table "access"."department" add constraint "department_parent_id_fkey" foreign key (org_id, "parent_id") references "access"."department" (org_id, id);

alter table "access"."user" add constraint "user_manager_id_fkey" foreign key (org_id, "manager_id") references "access"."user" (org_id, id);

alter table "access"."user" add constraint "user_identity_verified_by_fkey" foreign key (org_id, "identity_verified_by") references "access"."user" (org_id, id);

alter table "access"."role_assignment" add constraint "role_assignment_user_id_fkey" foreign key (org_id, "user_id") references "access"."user" (org_id, id);

alter table "access"."role_assignment" add constraint "role_assignment_role_id_fkey" foreign key (org_id, "role_id") references "access"."role" (org_id, id);

alter table "access"."share" add constraint "share_user_id_fkey" foreign key (org_id, "user_id") references "access"."user" (org_id, id);

alter table "access"."share" add constraint "share_role_id_fkey" foreign key (org_id, "role_id") references "access"."role" (org_id, id);

-- Sign-in names are unique for the whole deployment and never given again (USR-02, P11-100a-1).
create table access.sign_in_name (name text primary key check (name = lower(name)), org_id uuid not null, user_id uuid not null);

-- What proves a person: never a record, never read by anybody but the narrow functions below.
create table access.credential (
  org_id uuid not null, user_id uuid not null,
  password_hash text, password_changed_at timestamptz, must_change boolean not null default false,
  sealed_key jsonb, public_key text, certificate text, key_issued_at timestamptz,
  failed_attempts int not null default 0, locked_until timestamptz, signing_blocked boolean not null default false,
  last_sign_in_at timestamptz,
  primary key (org_id, user_id), foreign key (org_id, user_id) references access."user" (org_id, id));
create table access.password_history (
  org_id uuid not null, user_id uuid not null, at timestamptz not null default kernel.now(), password_hash text not null, primary key (org_id, user_id, at));
create table access.retired_key (
  org_id uuid not null, user_id uuid not null, at timestamptz not null default kernel.now(), public_key text not null, certificate text not null, why text not null, primary key (org_id, user_id, at));
create table access.passkey (
  org_id uuid not null, id text not null, user_id uuid not null, public_key bytea not null, counter bigint not null default 0, transports text[] not null default '{}',
  name text not null, created_at timestamptz not null default kernel.now(), last_used_at timestamptz, revoked_at timestamptz,
  primary key (org_id, id), foreign key (org_id, user_id) references access."user" (org_id, id));
create table access.session (
  id_hash bytea primary key, org_id uuid not null, user_id uuid not null, ref text not null, created_at timestamptz not null default kernel.now(),
  last_seen_at timestamptz not null default kernel.now(), expires_at timestamptz not null, locked_at timestamptz, revoked_at timestamptz, revoke_reason text,
  ip text, user_agent text, agent_hash bytea, device text, signed_at timestamptz);
create index session_of_user on access.session (org_id, user_id) where revoked_at is null;
create table access.invitation (
  token_hash bytea primary key, org_id uuid not null, user_id uuid not null, kind text not null check (kind in ('invitation', 'reset')),
  created_at timestamptz not null default kernel.now(), expires_at timestamptz not null, used_at timestamptz);
create table access.authority (org_id uuid primary key, certificate text not null, private_key text not null, seal_certificate text not null, seal_private_key text not null,
  server_public_key text not null, server_private_key text not null, created_at timestamptz not null default kernel.now());
create table access.challenge (
  org_id uuid not null, id uuid not null default uuidv7(), user_id uuid not null, purpose text not null, value text not null, expires_at timestamptz not null, used_at timestamptz, primary key (org_id, id));
do $$ declare t text; begin
  foreach t in array array['credential', 'password_history', 'retired_key', 'passkey', 'session', 'invitation', 'authority', 'challenge', 'sign_in_name'] loop
    execute format('alter table access.%I enable row level security', t);
    execute format('alter table access.%I force row level security', t);
    execute format('create policy org on access.%I using (org_id = (select kernel.org_id()))', t);
    execute format('grant select, insert, update on access.%I to plumbline_app, plumbline_worker', t);
  end loop;
  grant delete on access.challenge, access.session to plumbline_app, plumbline_worker;
end $$;

-- Asked before an organization is known: narrow functions, each answering one question.
create function access.find_sign_in(p_name text) returns table (org_id uuid, user_id uuid)
language sql stable security definer set search_path = pg_catalog, access as
$$ select n.org_id, n.user_id from access.sign_in_name n where n.name = lower(p_name) $$;
create function access.find_session(p_hash bytea) returns table (org_id uuid, user_id uuid)
language sql stable security definer set search_path = pg_catalog, access as
$$ select s.org_id, s.user_id from access.session s where s.id_hash = p_hash and s.revoked_at is null and s.expires_at > kernel.now() $$;
create function access.find_invitation(p_hash bytea) returns table (org_id uuid, user_id uuid, kind text)
language sql stable security definer set search_path = pg_catalog, access as
$$ select i.org_id, i.user_id, i.kind from access.invitation i where i.token_hash = p_hash and i.used_at is null and i.expires_at > kernel.now() $$;
create function access.organizations() returns table (org_id uuid, zone text)
language sql stable security definer set search_path = pg_catalog, access as
$$ select o.org_id, coalesce((select s.zone from access.site s where s.org_id = o.org_id and s.state = 'ACTIVE' order by s.created_at limit 1), 'UTC') from access.organization o $$;
revoke execute on function access.find_sign_in, access.find_session, access.find_invitation, access.organizations from public;
grant execute on function access.find_sign_in, access.find_session, access.find_invitation, access.organizations to plumbline_app, plumbline_worker;
