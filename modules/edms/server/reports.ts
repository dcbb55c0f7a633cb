import { type Sql, sql } from '#kernel/db';
import type { Cell } from '#kernel/print';
import { readable, type Tx } from '#kernel/records';
import type { Label } from '#kernel/schema';
import { Document } from '../records/document.ts';

type Kind = 'text' | 'day' | 'instant' | 'decimal';
interface Column {
  readonly name: string;
  readonly label: Label;
  readonly kind?: Kind;
}
export interface Report {
  readonly label: Label;
  /** Permission besides reading documents. */
  readonly needs: string;
  readonly columns: readonly Column[];
  query(tx: Tx): Sql;
}
export type ReportRow = Readonly<Record<string, string | number | null>>;

const number: Column = { name: 'number', label: { en: 'Number', fr: 'Numéro' } };
const title: Column = { name: 'title', label: { en: 'Title', fr: 'Titre' } };
const version: Column = { name: 'version', label: { en: 'Version', fr: 'Version' } };
const state: Column = { name: 'state', label: { en: 'State', fr: 'État' } };
const type: Column = { name: 'type', label: { en: 'Type', fr: 'Type' } };
const owner: Column = { name: 'owner', label: { en: 'Owner', fr: 'Propriétaire' } };
const date = (name: string, label: Label): Column => ({ name, label, kind: 'day' });
const time = (name: string, label: Label): Column => ({ name, label, kind: 'instant' });
const effective = date('effectiveDate', { en: 'Effective', fr: 'En vigueur le' });
const review = date('nextReviewDate', { en: 'Next review', fr: 'Prochaine revue' });
const nameOf = (column: 'author_id' | 'reviewer_id' | 'approver_id' | 'owner_id', row: 't' | 'v'): Sql =>
  sql`(select u.name from access."user" u where u.org_id = t.org_id and u.id = ${sql.id(row, column)})`;

/** Reports of the module; every one is limited to documents its reader may see. */
export const reports: Readonly<Record<string, Report>> = {
  'master-list': {
    label: { en: 'Master document list', fr: 'Liste maîtresse des documents' },
    needs: 'edms.document.read',
    columns: [
      number,
      title,
      type,
      version,
      state,
      owner,
      effective,
      review,
      date('retentionUntil', { en: 'Keep until', fr: 'À conserver jusqu’au' }),
    ],
    query: (tx) => sql`select t.number, t.title, y.name as type, t.label as version, t.state, ${nameOf('owner_id', 't')} as owner,
        t.effective_date as "effectiveDate", t.next_review_date as "nextReviewDate", t.retention_until as "retentionUntil"
      from edms.document t join edms.document_type y on y.org_id = t.org_id and y.id = t.type_id
      where ${readable(tx.actor, Document)} and t.state in ('EFFECTIVE', 'PENDING_OBSOLETION', 'APPROVED_PENDING_EFFECTIVE') order by t.number`,
  },
  'revision-history': {
    label: { en: 'Revision history', fr: 'Historique des révisions' },
    needs: 'edms.document.read',
    columns: [
      number,
      version,
      state,
      effective,
      { name: 'author', label: { en: 'Author', fr: 'Auteur' } },
      { name: 'reviewer', label: { en: 'Reviewer', fr: 'Relecteur' } },
      { name: 'approver', label: { en: 'Approver', fr: 'Approbateur' } },
      { name: 'reason', label: { en: 'Reason', fr: 'Motif' } },
    ],
    query: (
      tx,
    ) => sql`select t.number, v.label as version, v.state, v.effective_date as "effectiveDate", ${nameOf('author_id', 'v')} as author,
        ${nameOf('reviewer_id', 'v')} as reviewer, ${nameOf('approver_id', 'v')} as approver, v.change_summary as reason
      from edms.version v join edms.document t on t.org_id = v.org_id and t.id = v.document_id
      where v.state in ('EFFECTIVE', 'SUPERSEDED', 'OBSOLETE') and ${readable(tx.actor, Document)} order by t.number, v.major limit 10000`,
  },
  'due-for-review': {
    label: { en: 'Documents due for periodic review', fr: 'Documents à revoir' },
    needs: 'edms.document.read',
    columns: [
      number,
      title,
      version,
      owner,
      review,
      { name: 'daysLeft', label: { en: 'Days left', fr: 'Jours restants' }, kind: 'decimal' },
    ],
    query: (
      tx,
    ) => sql`select t.number, t.title, t.label as version, ${nameOf('owner_id', 't')} as owner, t.next_review_date as "nextReviewDate",
        t.next_review_date - (kernel.now() at time zone ${tx.actor.zone})::date as "daysLeft"
      from edms.document t where ${readable(tx.actor, Document)} and t.state = 'EFFECTIVE'
        and t.next_review_date <= (kernel.now() at time zone ${tx.actor.zone})::date + 90 order by t.next_review_date, t.number`,
  },
  'overdue-tasks': {
    label: { en: 'Overdue tasks', fr: 'Tâches en retard' },
    needs: 'edms.version.review',
    columns: [
      number,
      title,
      { name: 'task', label: { en: 'Task', fr: 'Tâche' } },
      { name: 'assignee', label: { en: 'Waits for', fr: 'Attend' } },
      time('dueAt', { en: 'Due', fr: 'Échéance' }),
      { name: 'daysLate', label: { en: 'Days late', fr: 'Jours de retard' }, kind: 'decimal' },
    ],
    query: (tx) => sql`select t.number, t.title, k.name as task, u.name as assignee, k.due_at as "dueAt",
        floor(extract(epoch from kernel.now() - k.due_at) / 86400)::int as "daysLate"
      from tasks.task k join edms.version v on v.org_id = k.org_id and v.id = k.record_id
      join edms.document t on t.org_id = v.org_id and t.id = v.document_id
      join access."user" u on u.org_id = k.org_id and u.id = k.assignee_id
      where k.entity = 'edms.version' and k.state = 'OPEN' and k.due_at < kernel.now() and ${readable(tx.actor, Document)} order by k.due_at`,
  },
  dependencies: {
    label: { en: 'Dependency report', fr: 'Rapport des dépendances' },
    needs: 'edms.document.read',
    columns: [
      number,
      version,
      state,
      { name: 'relation', label: { en: 'Kind', fr: 'Nature' } },
      { name: 'dependsOn', label: { en: 'Depends on', fr: 'Dépend de' } },
      { name: 'dependsOnVersion', label: { en: 'Its version', fr: 'Sa version' } },
      { name: 'dependsOnState', label: { en: 'Its state', fr: 'Son état' } },
    ],
    query: (
      tx,
    ) => sql`select t.number, v.label as version, v.state, p.relation, o.number as "dependsOn", o.label as "dependsOnVersion", o.state as "dependsOnState"
      from edms.dependency p join edms.version v on v.org_id = p.org_id and v.id = p.version_id
      join edms.document t on t.org_id = p.org_id and t.id = p.document_id
      join edms.document o on o.org_id = p.org_id and o.id = p.depends_on_id
      where p.state = 'ACTIVE' and v.state in ('EFFECTIVE', 'APPROVED_PENDING_EFFECTIVE') and ${readable(tx.actor, Document)} order by t.number, o.number`,
  },
  downloads: {
    label: { en: 'Distribution and download log', fr: 'Journal de diffusion' },
    needs: 'edms.download.read',
    columns: [
      time('at', { en: 'Date and time', fr: 'Date et heure' }),
      number,
      version,
      { name: 'kind', label: { en: 'Kind', fr: 'Nature' } },
      { name: 'person', label: { en: 'By', fr: 'Par' } },
      { name: 'copyNumber', label: { en: 'Controlled copy', fr: 'Copie maîtrisée' } },
      { name: 'ip', label: { en: 'Address', fr: 'Adresse' } },
      { name: 'reason', label: { en: 'Reason', fr: 'Motif' } },
    ],
    query: (
      tx,
    ) => sql`select w.created_at as at, t.number, v.label as version, w.kind, u.name as person, w.copy_number as "copyNumber", w.ip, w.reason
      from edms.download w join edms.version v on v.org_id = w.org_id and v.id = w.version_id
      join edms.document t on t.org_id = w.org_id and t.id = w.document_id
      left join access."user" u on u.org_id = w.org_id and u.id = w.user_id
      where ${readable(tx.actor, Document)} order by w.created_at desc, w.id limit 10000`,
  },
  'cycle-time': {
    label: { en: 'Approval cycle time', fr: 'Durée des circuits d’approbation' },
    needs: 'edms.version.review',
    columns: [
      number,
      version,
      { name: 'author', label: { en: 'Author', fr: 'Auteur' } },
      time('startedAt', { en: 'Begun', fr: 'Commencée' }),
      time('approvedAt', { en: 'Approved', fr: 'Approuvée' }),
      { name: 'days', label: { en: 'Days', fr: 'Jours' }, kind: 'decimal' },
      { name: 'rejections', label: { en: 'Times returned', fr: 'Renvois' }, kind: 'decimal' },
    ],
    query: (
      tx,
    ) => sql`select t.number, v.label as version, ${nameOf('author_id', 'v')} as author, v.created_at as "startedAt", v.approved_at as "approvedAt",
        round((extract(epoch from v.approved_at - v.created_at) / 86400)::numeric, 1)::text as days, v.revision - 1 as rejections
      from edms.version v join edms.document t on t.org_id = v.org_id and t.id = v.document_id
      where v.approved_at is not null and ${readable(tx.actor, Document)} order by v.approved_at desc, v.id limit 10000`,
  },
};

/** A value as the exports type it. */
export function cellOf(column: Column, value: string | number | null | undefined): Cell {
  if (value === null || value === undefined) return null;
  const text = String(value);
  if (column.kind === 'day') return { day: text };
  if (column.kind === 'instant') return { instant: text };
  return column.kind === 'decimal' ? { decimal: text } : text;
}
