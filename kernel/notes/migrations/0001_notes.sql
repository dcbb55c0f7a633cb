-- why: comments and links   safe: additive   rollback: none needed, forward only
create schema if not exists notes;
grant usage on schema notes to plumbline_app, plumbline_worker, plumbline_verifier;

create table "notes"."comment" (
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
  "record_revision" bigint not null,
  "parent_id" uuid,
  "body" text not null,
  "kind" text not null,
  "mentions" uuid[] not null default '{}',
  "page" bigint,
  "x" numeric,
  "y" numeric,
  "section" text,
  "highlight" text,
  "response" text,
  "responded_by" uuid,
  "responded_at" timestamp with time zone,
  constraint "comment_pkey" primary key (org_id, id),
  constraint "comment_state_check" check (state in ('OPEN', 'ADDRESSED', 'RESOLVED', 'DISMISSED')),
  constraint "comment_kind_check" check ("kind" in ('general', 'suggestion', 'question', 'error', 'critical')));
create index "comment_state_idx" on "notes"."comment" (org_id, state, updated_at desc, id);
create index "comment_record_id_idx" on "notes"."comment" (org_id, "record_id");
create index "comment_parent_id_idx" on "notes"."comment" (org_id, "parent_id");
create index "comment_responded_by_idx" on "notes"."comment" (org_id, "responded_by");
select audit.attach('notes', 'comment', '{}', '{}');

create table "notes"."record_link" (
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
  "from_entity" text not null,
  "from_id" uuid not null,
  "to_entity" text not null,
  "to_id" uuid not null,
  "relation" text not null,
  constraint "record_link_pkey" primary key (org_id, id),
  constraint "record_link_state_check" check (state in ('ACTIVE', 'REMOVED')));
create index "record_link_state_idx" on "notes"."record_link" (org_id, state, updated_at desc, id);
create index "record_link_from_id_idx" on "notes"."record_link" (org_id, "from_id");
create index "record_link_to_id_idx" on "notes"."record_link" (org_id, "to_id");
select audit.attach('notes', 'record_link', '{}', '{}');

alter table "notes"."comment" add constraint "comment_parent_id_fkey" foreign key (org_id, "parent_id") references "notes"."comment" (org_id, id);

alter table "notes"."comment" add constraint "comment_responded_by_fkey" foreign key (org_id, "responded_by") references "access"."user" (org_id, id);
