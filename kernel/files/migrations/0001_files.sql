-- why: files of records   safe: additive   rollback: none needed, forward only
create schema if not exists files;
grant usage on schema files to plumbline_app, plumbline_worker, plumbline_verifier;

create table "files"."attachment" (
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
  "role" text not null,
  "file_name" text not null,
  "mime" text not null,
  "size" bigint not null,
  "sha256" text not null,
  "description" text,
  "page_count" bigint,
  "word_count" bigint,
  "scan_result" text,
  "is_content" boolean not null default false,
  "superseded_by_id" uuid,
  constraint "attachment_pkey" primary key (org_id, id),
  constraint "attachment_state_check" check (state in ('CURRENT', 'SUPERSEDED')));
create index "attachment_state_idx" on "files"."attachment" (org_id, state, updated_at desc, id);
create index "attachment_record_id_idx" on "files"."attachment" (org_id, "record_id");
create index "attachment_superseded_by_id_idx" on "files"."attachment" (org_id, "superseded_by_id");
select audit.attach('files', 'attachment', '{}', '{}');

alter table "files"."attachment" add constraint "attachment_superseded_by_id_fkey" foreign key (org_id, "superseded_by_id") references "files"."attachment" (org_id, id);
