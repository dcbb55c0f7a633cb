import { sql } from '#kernel/db';
import { type ListQuery, listRows, readable, referencesOf, type Tx } from '#kernel/records';
import { daysBetween, instant, today } from '#kernel/values';
import { Document } from '../records/document.ts';
import { Version } from '../records/version.ts';
import { dependentsOf, linksOf } from './dependency.queries.ts';
import { type DocumentRow, versionById } from './rows.ts';

type Line = Readonly<Record<string, unknown>>;
interface InWorkflow extends Line {
  readonly id: string;
  readonly state: string;
  readonly since: string;
}

/** Section 1 of the dashboard: my documents in workflow, with state, days in it and the next due date; section 2: documents in force. */
export async function dashboardOf(tx: Tx, query: ListQuery) {
  const mine = await tx.query<InWorkflow>(sql`
    select t.id, t.document_id as "documentId", t.number, t.title, t.label, t.kind, t.state,
      coalesce((select min(h.at) from edms.version_history h where h.org_id = t.org_id and h.id = t.id and h.version >
        coalesce((select max(p.version) from edms.version_history p where p.org_id = t.org_id and p.id = t.id and p.row ->> 'state' <> t.state), 0)), t.created_at) as since,
      (select min(k.due_at) from tasks.task k where k.org_id = t.org_id and k.entity = ${Version.id} and k.record_id = t.id and k.state = 'OPEN') as "dueAt",
      array(select u.name from tasks.task k join access."user" u on u.org_id = k.org_id and u.id = k.assignee_id
        where k.org_id = t.org_id and k.entity = ${Version.id} and k.record_id = t.id and k.state = 'OPEN' order by u.name) as "waitsFor"
    from edms.version t
    where ${readable(tx.actor, Version)} and t.author_id = ${tx.actor.userId}
      and t.state in ('DRAFT', 'PENDING_REVIEW', 'REVIEWED', 'PENDING_APPROVAL', 'APPROVED_PENDING_EFFECTIVE')
    order by "dueAt" nulls last, since limit 200`);
  const requests = await tx.query<Line>(sql`
    select t.id, t.document_id as "documentId", t.number, t.document_title as title, t.state, t.obsoletion_date as "obsoletionDate"
    from edms.obsoletion t where t.org_id = ${tx.actor.orgId} and t.requester_id = ${tx.actor.userId} and t.state in ('PENDING_APPROVAL', 'APPROVED')
    order by t.created_at limit 200`);
  const approved = await listRows(tx, Document, {
    ...query,
    filters: { state: 'EFFECTIVE,PENDING_OBSOLETION', ...query.filters },
  });
  const now = today(tx.actor.zone, instant(tx.now));
  return {
    workflow: mine.map((row) => ({ ...row, daysInState: daysBetween(today(tx.actor.zone, instant(row.since)), now) })),
    obsoletions: requests,
    approved: { ...approved, refs: await referencesOf(tx, Document, approved.items) },
  };
}

/** Which documents this one leans on, and which lean on it, as far as the reader may know of them. */
export async function graphOf(tx: Tx, document: DocumentRow) {
  const version = (await versionById(tx, document.effectiveVersionId)) ?? (await versionById(tx, document.workingVersionId));
  const working = await versionById(tx, document.workingVersionId);
  const known = async (ids: readonly string[]) =>
    new Set(
      (
        await tx.query<{ id: string }>(
          sql`select t.id from edms.document t where t.id = any(${[...ids]}) and ${readable(tx.actor, Document)}`,
        )
      ).map((r) => r.id),
    );
  const links = version ? await linksOf(tx, version.id) : [];
  const mayWork = working && working.id !== version?.id && (await seesVersion(tx, working.id));
  const drafted = mayWork ? await linksOf(tx, working.id) : [];
  const from = await tx.query<Line & { documentId: string }>(sql`
    select distinct on (d.number, p.relation) d.id as "documentId", d.number, v.title, v.label, v.state, p.relation
    from edms.dependency p join edms.version v on v.org_id = p.org_id and v.id = p.version_id join edms.document d on d.org_id = p.org_id and d.id = p.document_id
    where p.org_id = ${tx.actor.orgId} and p.depends_on_id = ${document.id} and p.state = 'ACTIVE' and v.state in ('EFFECTIVE', 'APPROVED_PENDING_EFFECTIVE')
    order by d.number, p.relation, v.major desc`);
  const open = await known([...links, ...drafted, ...from].map((l) => l.documentId));
  const shown = <T extends { readonly documentId: string }>(items: readonly T[]) => items.filter((l) => open.has(l.documentId));
  const blocking = await dependentsOf(tx, document.id);
  return {
    document: { id: document.id, number: document.number, title: document.title, state: document.state },
    dependsOn: shown(links),
    draftDependsOn: shown(drafted),
    dependents: shown(from),
    /** Links to documents the reader may not see are counted, not named. */
    hidden: [...links, ...from].filter((l) => !open.has(l.documentId)).length,
    blocksObsoletion: blocking.length > 0,
  };
}
const seesVersion = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.query(sql`select t.id from edms.version t where t.id = ${id} and ${readable(tx.actor, Version)}`)).length > 0;
