-- why: electronic signatures (SIG, P11-50)   safe: additive   rollback: none needed, forward only
create schema if not exists sign;
grant usage on schema sign to plumbline_app, plumbline_worker, plumbline_verifier;

create table "sign"."signature" (
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
  "signer_id" uuid not null,
  "printed_name" text not null,
  "username" text not null,
  "job_title" text,
  "meaning" text not null,
  "reason" text,
  "on_behalf_of" text,
  "signed_at" timestamp with time zone not null,
  "zone" text not null,
  "entity" text not null,
  "record_id" uuid not null,
  "record_number" text,
  "record_version" bigint not null,
  "record_revision" bigint not null,
  "transition" text not null,
  "to_state" text not null,
  "content_hash" text not null,
  "previous_id" uuid,
  "factors" text[] not null default '{}',
  "method" text not null,
  "auth_at" timestamp with time zone not null,
  "session_ref" text,
  "ip" text,
  "statement" text not null,
  "statement_hash" text not null,
  "value" text not null,
  "certificate" text,
  "evidence" text,
  "server_seal" text not null,
  constraint "signature_pkey" primary key (org_id, id),
  constraint "signature_state_check" check (state in ('VALID')),
  constraint "signature_statement_hash_key" unique (org_id, "statement_hash"),
  constraint "signature_method_check" check ("method" in ('PASSWORD', 'PASSKEY')));
create index "signature_state_idx" on "sign"."signature" (org_id, state, updated_at desc, id);
create index "signature_signer_id_idx" on "sign"."signature" (org_id, "signer_id");
create index "signature_record_id_idx" on "sign"."signature" (org_id, "record_id");
create index "signature_previous_id_idx" on "sign"."signature" (org_id, "previous_id");
select audit.attach('sign', 'signature', '{}', '{}');

alter table "sign"."signature" add constraint "signature_signer_id_fkey" foreign key (org_id, "signer_id") references "access"."user" (org_id, id);

alter table "sign"."signature" add constraint "signature_previous_id_fkey" foreign key (org_id, "previous_id") references "sign"."signature" (org_id, id);
