-- why: table the figures are measured on   safe: additive   rollback: none needed, forward only
create schema if not exists bench;
grant usage on schema bench to plumbline_app, plumbline_worker, plumbline_verifier;

create table "bench"."item" (
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
  "title" text not null,
  "description" text,
  "severity" text not null,
  "quantity" numeric not null,
  "found" date not null,
  "location" text,
  "batch" text,
  "is_contained" boolean not null default false,
  "owner_id" uuid,
  "remark" text,
  constraint "item_pkey" primary key (org_id, id),
  constraint "item_number_key" unique (org_id, number),
  constraint "item_state_check" check (state in ('OPEN', 'INVESTIGATING', 'CLOSED', 'VOIDED')),
  constraint "item_severity_check" check ("severity" in ('minor', 'major', 'critical')));
create index "item_state_idx" on "bench"."item" (org_id, state, updated_at desc, id);
create index "item_owner_id_idx" on "bench"."item" (org_id, "owner_id");
select audit.attach('bench', 'item', '{}', '{OPEN}');

alter table "bench"."item" add constraint "item_owner_id_fkey" foreign key (org_id, "owner_id") references "access"."user" (org_id, id);

-- The limit writes the same row and one audit row by one statement, without triggers, policies or sealing.
create table bench.plain (like bench.item including defaults);
alter table bench.plain add primary key (org_id, id);
create index plain_state_idx on bench.plain (org_id, state, updated_at desc, id);
create index plain_number_idx on bench.plain (org_id, number desc, id desc);
create table bench.plain_audit (id bigint generated always as identity primary key, at timestamptz not null default now(), record_id uuid not null, action text not null, body jsonb not null);
create sequence bench.plain_number;
grant select, insert, update on bench.plain, bench.plain_audit to plumbline_app;
grant usage on sequence bench.plain_number, bench.plain_audit_id_seq to plumbline_app;
