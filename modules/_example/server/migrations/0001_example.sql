-- why: notes and their lines, the tutorial   safe: additive   rollback: none needed, forward only
create schema if not exists example;
grant usage on schema example to plumbline_app, plumbline_worker, plumbline_verifier;

create table "example"."note" (
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
  "topic" text not null,
  "action" text,
  "expires_on" date,
  "replaces_id" uuid,
  "author_id" uuid,
  "reviewer_id" uuid,
  "approver_id" uuid,
  "approved_at" timestamp with time zone,
  constraint "note_pkey" primary key (org_id, id),
  constraint "note_number_key" unique (org_id, number),
  constraint "note_state_check" check (state in ('DRAFT', 'IN_REVIEW', 'IN_APPROVAL', 'IN_FORCE', 'ENDED', 'VOIDED')),
  constraint "note_topic_check" check ("topic" in ('method', 'safety', 'order')));
create index "note_state_idx" on "example"."note" (org_id, state, updated_at desc, id);
create index "note_replaces_id_idx" on "example"."note" (org_id, "replaces_id");
create index "note_author_id_idx" on "example"."note" (org_id, "author_id");
create index "note_reviewer_id_idx" on "example"."note" (org_id, "reviewer_id");
create index "note_approver_id_idx" on "example"."note" (org_id, "approver_id");
select audit.attach('example', 'note', '{}', '{DRAFT}');

create table "example"."note_line" (
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
  "note_id" uuid not null,
  "position" bigint not null,
  "text" text not null,
  constraint "note_line_pkey" primary key (org_id, id),
  constraint "note_line_state_check" check (state in ('ACTIVE', 'REMOVED')));
create index "note_line_state_idx" on "example"."note_line" (org_id, state, updated_at desc, id);
create index "note_line_note_id_idx" on "example"."note_line" (org_id, "note_id");
select audit.attach('example', 'note_line', '{}', '{}');

alter table "example"."note" add constraint "note_replaces_id_fkey" foreign key (org_id, "replaces_id") references "example"."note" (org_id, id);

alter table "example"."note" add constraint "note_author_id_fkey" foreign key (org_id, "author_id") references "access"."user" (org_id, id);

alter table "example"."note" add constraint "note_reviewer_id_fkey" foreign key (org_id, "reviewer_id") references "access"."user" (org_id, id);

alter table "example"."note" add constraint "note_approver_id_fkey" foreign key (org_id, "approver_id") references "access"."user" (org_id, id);

alter table "example"."note_line" add constraint "note_line_note_id_fkey" foreign key (org_id, "note_id") references "example"."note" (org_id, id);
