-- why: tasks, chains and delegation (WF, NTF-05)   safe: additive   rollback: none needed, forward only
create schema if not exists tasks;
grant usage on schema tasks to plumbline_app, plumbline_worker, plumbline_verifier;

create table "tasks"."chain" (
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
  "record_type" text not null,
  "issue" bigint not null,
  "replaces_id" uuid,
  "steps" jsonb not null,
  constraint "chain_pkey" primary key (org_id, id),
  constraint "chain_state_check" check (state in ('DRAFT', 'ACTIVE', 'RETIRED', 'VOIDED')),
  constraint "chain_code_issue_key" unique (org_id, "code", "issue"));
create index "chain_state_idx" on "tasks"."chain" (org_id, state, updated_at desc, id);
create index "chain_replaces_id_idx" on "tasks"."chain" (org_id, "replaces_id");
select audit.attach('tasks', 'chain', '{}', '{DRAFT}');

create table "tasks"."task" (
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
  "record_number" text,
  "record_title" text not null,
  "record_revision" bigint not null,
  "kind" text not null,
  "name" text not null,
  "step" bigint not null,
  "chain_id" uuid,
  "assignee_id" uuid not null,
  "from_id" uuid,
  "due_at" timestamp with time zone,
  "priority" text not null,
  "mode" text not null,
  "outcome" text,
  "comment" text,
  "completed_at" timestamp with time zone,
  "completed_by" uuid,
  "signature_id" uuid,
  "escalation" bigint,
  "data" jsonb,
  constraint "task_pkey" primary key (org_id, id),
  constraint "task_state_check" check (state in ('OPEN', 'WAITING', 'DONE', 'REASSIGNED', 'CANCELLED')),
  constraint "task_priority_check" check ("priority" in ('low', 'normal', 'high', 'urgent')),
  constraint "task_mode_check" check ("mode" in ('SEQUENTIAL', 'PARALLEL_ALL', 'PARALLEL_ANY')));
create index "task_state_idx" on "tasks"."task" (org_id, state, updated_at desc, id);
create index "task_record_id_idx" on "tasks"."task" (org_id, "record_id");
create index "task_chain_id_idx" on "tasks"."task" (org_id, "chain_id");
create index "task_assignee_id_idx" on "tasks"."task" (org_id, "assignee_id");
create index "task_from_id_idx" on "tasks"."task" (org_id, "from_id");
create index "task_completed_by_idx" on "tasks"."task" (org_id, "completed_by");
create index "task_signature_id_idx" on "tasks"."task" (org_id, "signature_id");
select audit.attach('tasks', 'task', '{}', '{}');

create table "tasks"."delegation" (
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
  "from_id" uuid not null,
  "to_id" uuid not null,
  "valid_from" timestamp with time zone not null,
  "valid_until" timestamp with time zone not null,
  "reason" text not null,
  constraint "delegation_pkey" primary key (org_id, id),
  constraint "delegation_state_check" check (state in ('ACTIVE', 'ENDED')));
create index "delegation_state_idx" on "tasks"."delegation" (org_id, state, updated_at desc, id);
create index "delegation_from_id_idx" on "tasks"."delegation" (org_id, "from_id");
create index "delegation_to_id_idx" on "tasks"."delegation" (org_id, "to_id");
select audit.attach('tasks', 'delegation', '{}', '{}');

alter table "tasks"."chain" add constraint "chain_replaces_id_fkey" foreign key (org_id, "replaces_id") references "tasks"."chain" (org_id, id);

alter table "tasks"."task" add constraint "task_chain_id_fkey" foreign key (org_id, "chain_id") references "tasks"."chain" (org_id, id);

alter table "tasks"."task" add constraint "task_assignee_id_fkey" foreign key (org_id, "assignee_id") references "access"."user" (org_id, id);

alter table "tasks"."task" add constraint "task_from_id_fkey" foreign key (org_id, "from_id") references "access"."user" (org_id, id);

alter table "tasks"."task" add constraint "task_completed_by_fkey" foreign key (org_id, "completed_by") references "access"."user" (org_id, id);

alter table "tasks"."task" add constraint "task_signature_id_fkey" foreign key (org_id, "signature_id") references "sign"."signature" (org_id, id);

alter table "tasks"."delegation" add constraint "delegation_from_id_fkey" foreign key (org_id, "from_id") references "access"."user" (org_id, id);

alter table "tasks"."delegation" add constraint "delegation_to_id_fkey" foreign key (org_id, "to_id") references "access"."user" (org_id, id);
