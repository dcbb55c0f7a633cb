-- why: controlled documents (EDMS-01..34)   safe: additive   rollback: none needed, forward only
create schema if not exists edms;
grant usage on schema edms to plumbline_app, plumbline_worker, plumbline_verifier;

create table "edms"."document_type" (
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
  "prefix" text not null,
  "description" text,
  "is_controlled" boolean not null default true,
  "retention_years" bigint not null,
  "review_period_months" bigint,
  "chain_id" uuid,
  "template_document_id" uuid,
  constraint "document_type_pkey" primary key (org_id, id),
  constraint "document_type_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "document_type_code_key" unique (org_id, "code"),
  constraint "document_type_prefix_key" unique (org_id, "prefix"));
create index "document_type_state_idx" on "edms"."document_type" (org_id, state, updated_at desc, id);
create index "document_type_chain_id_idx" on "edms"."document_type" (org_id, "chain_id");
create index "document_type_template_document_id_idx" on "edms"."document_type" (org_id, "template_document_id");
select audit.attach('edms', 'document_type', '{}', '{}');

create table "edms"."category" (
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
  "parent_id" uuid,
  "path" text,
  "icon" text,
  constraint "category_pkey" primary key (org_id, id),
  constraint "category_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "category_code_key" unique (org_id, "code"));
create index "category_state_idx" on "edms"."category" (org_id, state, updated_at desc, id);
create index "category_parent_id_idx" on "edms"."category" (org_id, "parent_id");
select audit.attach('edms', 'category', '{}', '{}');

create table "edms"."placeholder" (
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
  "token" text not null,
  "data_source" text not null,
  "field" text not null,
  "format" text,
  "description" text,
  constraint "placeholder_pkey" primary key (org_id, id),
  constraint "placeholder_state_check" check (state in ('ACTIVE', 'INACTIVE')),
  constraint "placeholder_token_key" unique (org_id, "token"),
  constraint "placeholder_data_source_check" check ("data_source" in ('document', 'version', 'user', 'organization', 'system')));
create index "placeholder_state_idx" on "edms"."placeholder" (org_id, state, updated_at desc, id);
select audit.attach('edms', 'placeholder', '{}', '{}');

create table "edms"."document" (
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
  "type_id" uuid not null,
  "category_id" uuid,
  "keywords" text[] not null default '{}',
  "tags" text[] not null default '{}',
  "author_id" uuid,
  "owner_id" uuid,
  "is_template" boolean not null default false,
  "label" text,
  "effective_version_id" uuid,
  "working_version_id" uuid,
  "obsoletion_id" uuid,
  "effective_date" date,
  "next_review_date" date,
  "obsoletion_date" date,
  "obsoleted_at" timestamp with time zone,
  "superseded_by_document_id" uuid,
  constraint "document_pkey" primary key (org_id, id),
  constraint "document_number_key" unique (org_id, number),
  constraint "document_state_check" check (state in ('DRAFT', 'APPROVED_PENDING_EFFECTIVE', 'EFFECTIVE', 'PENDING_OBSOLETION', 'OBSOLETE', 'TERMINATED', 'VOIDED')));
create index "document_state_idx" on "edms"."document" (org_id, state, updated_at desc, id);
create index "document_type_id_idx" on "edms"."document" (org_id, "type_id");
create index "document_category_id_idx" on "edms"."document" (org_id, "category_id");
create index "document_author_id_idx" on "edms"."document" (org_id, "author_id");
create index "document_owner_id_idx" on "edms"."document" (org_id, "owner_id");
create index "document_effective_version_id_idx" on "edms"."document" (org_id, "effective_version_id");
create index "document_working_version_id_idx" on "edms"."document" (org_id, "working_version_id");
create index "document_obsoletion_id_idx" on "edms"."document" (org_id, "obsoletion_id");
create index "document_superseded_by_document_id_idx" on "edms"."document" (org_id, "superseded_by_document_id");
select audit.attach('edms', 'document', '{}', '{DRAFT}');

create table "edms"."version" (
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
  "document_id" uuid not null,
  "title" text not null,
  "description" text,
  "source" text,
  "language" text not null,
  "change_summary" text,
  "true_copy_verifier_id" uuid,
  "true_copy_statement" text,
  "author_id" uuid,
  "kind" text,
  "major" bigint,
  "minor" bigint,
  "label" text,
  "chain_id" uuid,
  "reviewer_id" uuid,
  "approver_id" uuid,
  "reviewed_at" timestamp with time zone,
  "approved_at" timestamp with time zone,
  "effective_date" date,
  "activated_at" timestamp with time zone,
  "superseded_at" timestamp with time zone,
  constraint "version_pkey" primary key (org_id, id),
  constraint "version_state_check" check (state in ('DRAFT', 'PENDING_REVIEW', 'REVIEWED', 'PENDING_APPROVAL', 'APPROVED_PENDING_EFFECTIVE', 'EFFECTIVE', 'SUPERSEDED', 'OBSOLETE', 'TERMINATED', 'VOIDED')),
  constraint "version_document_id_major_minor_key" unique (org_id, "document_id", "major", "minor"),
  constraint "version_source_check" check ("source" in ('ORIGINAL_DIGITAL_DRAFT', 'SCANNED_ORIGINAL', 'SCANNED_COPY')),
  constraint "version_kind_check" check ("kind" in ('REVIEW', 'UP_VERSION')));
create index "version_state_idx" on "edms"."version" (org_id, state, updated_at desc, id);
create index "version_document_id_idx" on "edms"."version" (org_id, "document_id");
create index "version_true_copy_verifier_id_idx" on "edms"."version" (org_id, "true_copy_verifier_id");
create index "version_author_id_idx" on "edms"."version" (org_id, "author_id");
create index "version_chain_id_idx" on "edms"."version" (org_id, "chain_id");
create index "version_reviewer_id_idx" on "edms"."version" (org_id, "reviewer_id");
create index "version_approver_id_idx" on "edms"."version" (org_id, "approver_id");
select audit.attach('edms', 'version', '{}', '{DRAFT}');

create table "edms"."dependency" (
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
  "version_id" uuid not null,
  "document_id" uuid not null,
  "depends_on_id" uuid not null,
  "depends_on_version_id" uuid,
  "relation" text not null,
  constraint "dependency_pkey" primary key (org_id, id),
  constraint "dependency_state_check" check (state in ('ACTIVE', 'REMOVED')),
  constraint "dependency_relation_check" check ("relation" in ('DEPENDS_ON', 'REFERENCES', 'TEMPLATE', 'RELATED')));
create index "dependency_state_idx" on "edms"."dependency" (org_id, state, updated_at desc, id);
create index "dependency_version_id_idx" on "edms"."dependency" (org_id, "version_id");
create index "dependency_document_id_idx" on "edms"."dependency" (org_id, "document_id");
create index "dependency_depends_on_id_idx" on "edms"."dependency" (org_id, "depends_on_id");
create index "dependency_depends_on_version_id_idx" on "edms"."dependency" (org_id, "depends_on_version_id");
select audit.attach('edms', 'dependency', '{}', '{}');

create table "edms"."obsoletion" (
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
  "document_id" uuid not null,
  "document_title" text not null,
  "request_reason" text not null,
  "requester_id" uuid not null,
  "approver_id" uuid,
  "obsoletion_date" date,
  "closed_at" timestamp with time zone,
  "outcome_reason" text,
  "chain_id" uuid,
  constraint "obsoletion_pkey" primary key (org_id, id),
  constraint "obsoletion_state_check" check (state in ('REQUESTED', 'PENDING_APPROVAL', 'APPROVED', 'EXECUTED', 'REJECTED', 'TERMINATED')));
create index "obsoletion_state_idx" on "edms"."obsoletion" (org_id, state, updated_at desc, id);
create index "obsoletion_document_id_idx" on "edms"."obsoletion" (org_id, "document_id");
create index "obsoletion_requester_id_idx" on "edms"."obsoletion" (org_id, "requester_id");
create index "obsoletion_approver_id_idx" on "edms"."obsoletion" (org_id, "approver_id");
create index "obsoletion_chain_id_idx" on "edms"."obsoletion" (org_id, "chain_id");
select audit.attach('edms', 'obsoletion', '{}', '{REQUESTED}');

create table "edms"."impact" (
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
  "caused_by_version_id" uuid not null,
  "document_id" uuid not null,
  "assignee_id" uuid not null,
  "summary" text not null,
  "comment" text,
  "decided_at" timestamp with time zone,
  constraint "impact_pkey" primary key (org_id, id),
  constraint "impact_state_check" check (state in ('OPEN', 'NO_IMPACT', 'UPVERSION_STARTED')));
create index "impact_state_idx" on "edms"."impact" (org_id, state, updated_at desc, id);
create index "impact_caused_by_version_id_idx" on "edms"."impact" (org_id, "caused_by_version_id");
create index "impact_document_id_idx" on "edms"."impact" (org_id, "document_id");
create index "impact_assignee_id_idx" on "edms"."impact" (org_id, "assignee_id");
select audit.attach('edms', 'impact', '{}', '{}');

create table "edms"."periodic_review" (
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
  "document_id" uuid not null,
  "document_title" text not null,
  "owner_id" uuid not null,
  "due_date" date not null,
  "next_review_date" date,
  "comment" text,
  "decided_at" timestamp with time zone,
  constraint "periodic_review_pkey" primary key (org_id, id),
  constraint "periodic_review_state_check" check (state in ('OPEN', 'STILL_VALID', 'UPVERSION', 'OBSOLETE', 'CANCELLED')));
create index "periodic_review_state_idx" on "edms"."periodic_review" (org_id, state, updated_at desc, id);
create index "periodic_review_document_id_idx" on "edms"."periodic_review" (org_id, "document_id");
create index "periodic_review_owner_id_idx" on "edms"."periodic_review" (org_id, "owner_id");
select audit.attach('edms', 'periodic_review', '{}', '{}');

create table "edms"."download" (
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
  "version_id" uuid not null,
  "document_id" uuid not null,
  "user_id" uuid not null,
  "kind" text not null,
  "ip" text,
  "user_agent" text,
  "reason" text,
  "output_sha256" text not null,
  "copy_number" text,
  constraint "download_pkey" primary key (org_id, id),
  constraint "download_state_check" check (state in ('TAKEN')),
  constraint "download_kind_check" check ("kind" in ('ORIGINAL', 'ANNOTATED', 'OFFICIAL_PDF')));
create index "download_state_idx" on "edms"."download" (org_id, state, updated_at desc, id);
create index "download_version_id_idx" on "edms"."download" (org_id, "version_id");
create index "download_document_id_idx" on "edms"."download" (org_id, "document_id");
create index "download_user_id_idx" on "edms"."download" (org_id, "user_id");
select audit.attach('edms', 'download', '{}', '{}');

alter table "edms"."document_type" add constraint "document_type_chain_id_fkey" foreign key (org_id, "chain_id") references "tasks"."chain" (org_id, id);

alter table "edms"."document_type" add constraint "document_type_template_document_id_fkey" foreign key (org_id, "template_document_id") references "edms"."document" (org_id, id);

alter table "edms"."category" add constraint "category_parent_id_fkey" foreign key (org_id, "parent_id") references "edms"."category" (org_id, id);

alter table "edms"."document" add constraint "document_type_id_fkey" foreign key (org_id, "type_id") references "edms"."document_type" (org_id, id);

alter table "edms"."document" add constraint "document_category_id_fkey" foreign key (org_id, "category_id") references "edms"."category" (org_id, id);

alter table "edms"."document" add constraint "document_author_id_fkey" foreign key (org_id, "author_id") references "access"."user" (org_id, id);

alter table "edms"."document" add constraint "document_owner_id_fkey" foreign key (org_id, "owner_id") references "access"."user" (org_id, id);

alter table "edms"."document" add constraint "document_effective_version_id_fkey" foreign key (org_id, "effective_version_id") references "edms"."version" (org_id, id);

alter table "edms"."document" add constraint "document_working_version_id_fkey" foreign key (org_id, "working_version_id") references "edms"."version" (org_id, id);

alter table "edms"."document" add constraint "document_obsoletion_id_fkey" foreign key (org_id, "obsoletion_id") references "edms"."obsoletion" (org_id, id);

alter table "edms"."document" add constraint "document_superseded_by_document_id_fkey" foreign key (org_id, "superseded_by_document_id") references "edms"."document" (org_id, id);

alter table "edms"."version" add constraint "version_document_id_fkey" foreign key (org_id, "document_id") references "edms"."document" (org_id, id);

alter table "edms"."version" add constraint "version_true_copy_verifier_id_fkey" foreign key (org_id, "true_copy_verifier_id") references "access"."user" (org_id, id);

alter table "edms"."version" add constraint "version_author_id_fkey" foreign key (org_id, "author_id") references "access"."user" (org_id, id);

alter table "edms"."version" add constraint "version_chain_id_fkey" foreign key (org_id, "chain_id") references "tasks"."chain" (org_id, id);

alter table "edms"."version" add constraint "version_reviewer_id_fkey" foreign key (org_id, "reviewer_id") references "access"."user" (org_id, id);

alter table "edms"."version" add constraint "version_approver_id_fkey" foreign key (org_id, "approver_id") references "access"."user" (org_id, id);

alter table "edms"."dependency" add constraint "dependency_version_id_fkey" foreign key (org_id, "version_id") references "edms"."version" (org_id, id);

alter table "edms"."dependency" add constraint "dependency_document_id_fkey" foreign key (org_id, "document_id") references "edms"."document" (org_id, id);

alter table "edms"."dependency" add constraint "dependency_depends_on_id_fkey" foreign key (org_id, "depends_on_id") references "edms"."document" (org_id, id);

alter table "edms"."dependency" add constraint "dependency_depends_on_version_id_fkey" foreign key (org_id, "depends_on_version_id") references "edms"."version" (org_id, id);

alter table "edms"."obsoletion" add constraint "obsoletion_document_id_fkey" foreign key (org_id, "document_id") references "edms"."document" (org_id, id);

alter table "edms"."obsoletion" add constraint "obsoletion_requester_id_fkey" foreign key (org_id, "requester_id") references "access"."user" (org_id, id);

alter table "edms"."obsoletion" add constraint "obsoletion_approver_id_fkey" foreign key (org_id, "approver_id") references "access"."user" (org_id, id);

alter table "edms"."obsoletion" add constraint "obsoletion_chain_id_fkey" foreign key (org_id, "chain_id") references "tasks"."chain" (org_id, id);

alter table "edms"."impact" add constraint "impact_caused_by_version_id_fkey" foreign key (org_id, "caused_by_version_id") references "edms"."version" (org_id, id);

alter table "edms"."impact" add constraint "impact_document_id_fkey" foreign key (org_id, "document_id") references "edms"."document" (org_id, id);

alter table "edms"."impact" add constraint "impact_assignee_id_fkey" foreign key (org_id, "assignee_id") references "access"."user" (org_id, id);

alter table "edms"."periodic_review" add constraint "periodic_review_document_id_fkey" foreign key (org_id, "document_id") references "edms"."document" (org_id, id);

alter table "edms"."periodic_review" add constraint "periodic_review_owner_id_fkey" foreign key (org_id, "owner_id") references "access"."user" (org_id, id);

alter table "edms"."download" add constraint "download_version_id_fkey" foreign key (org_id, "version_id") references "edms"."version" (org_id, id);

alter table "edms"."download" add constraint "download_document_id_fkey" foreign key (org_id, "document_id") references "edms"."document" (org_id, id);

alter table "edms"."download" add constraint "download_user_id_fkey" foreign key (org_id, "user_id") references "access"."user" (org_id, id);

-- At no instant do two versions of a document read as effective (EDMS-11), and only one is being worked on (EDMS-17).
create unique index "version_in_force_key" on "edms"."version" (org_id, document_id) where state = 'EFFECTIVE';
create unique index "version_in_work_key" on "edms"."version" (org_id, document_id)
  where state in ('DRAFT', 'PENDING_REVIEW', 'REVIEWED', 'PENDING_APPROVAL', 'APPROVED_PENDING_EFFECTIVE');
-- A document has one request for obsolescence at a time, and a version one link of a kind to another document.
create unique index "obsoletion_open_key" on "edms"."obsoletion" (org_id, document_id) where state in ('REQUESTED', 'PENDING_APPROVAL', 'APPROVED');
create unique index "dependency_active_key" on "edms"."dependency" (org_id, version_id, depends_on_id, relation) where state = 'ACTIVE';
