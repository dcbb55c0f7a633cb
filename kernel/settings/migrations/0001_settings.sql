-- why: settings, changes waiting for a second person, vocabularies (SET-01..06)   safe: additive   rollback: none needed, forward only
create schema if not exists settings;
grant usage on schema settings to plumbline_app, plumbline_worker, plumbline_verifier;

create table "settings"."setting" (
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
  "key" text not null,
  "value" jsonb not null,
  "category" text not null,
  constraint "setting_pkey" primary key (org_id, id),
  constraint "setting_state_check" check (state in ('ACTIVE')),
  constraint "setting_key_key" unique (org_id, "key"),
  constraint "setting_category_check" check ("category" in ('company', 'branding', 'files', 'documents', 'quality', 'security')));
create index "setting_state_idx" on "settings"."setting" (org_id, state, updated_at desc, id);
select audit.attach('settings', 'setting', '{}', '{}');

create table "settings"."change" (
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
  "key" text not null,
  "before" jsonb,
  "after" jsonb not null,
  "why" text not null,
  "requested_by_id" uuid not null,
  constraint "change_pkey" primary key (org_id, id),
  constraint "change_state_check" check (state in ('PENDING', 'APPLIED', 'REJECTED')));
create index "change_state_idx" on "settings"."change" (org_id, state, updated_at desc, id);
create index "change_requested_by_id_idx" on "settings"."change" (org_id, "requested_by_id");
select audit.attach('settings', 'change', '{}', '{}');

create table "settings"."term" (
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
  "vocabulary" text not null,
  "code" text not null,
  "label_en" text not null,
  "label_fr" text not null,
  "rank" bigint not null,
  constraint "term_pkey" primary key (org_id, id),
  constraint "term_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "term_vocabulary_code_key" unique (org_id, "vocabulary", "code"));
create index "term_state_idx" on "settings"."term" (org_id, state, updated_at desc, id);
select audit.attach('settings', 'term', '{}', '{}');

alter table "settings"."change" add constraint "change_requested_by_id_fkey" foreign key (org_id, "requested_by_id") references "access"."user" (org_id, id);
