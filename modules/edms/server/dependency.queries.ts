import { sql } from '#kernel/db';
import type { Tx } from '#kernel/records';
import type { StateSpec } from '#kernel/schema';
import { refuse } from '#kernel/schema';
import { Document } from '../records/document.ts';
import { edmsRules } from '../records/rules.ts';
import { stateLabel } from './rows.ts';

/** An approved document that leans on another one, as EDMS-12 lists it. */
export interface Dependent extends Readonly<Record<string, unknown>> {
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly version: string;
  readonly status: string;
  readonly authorId: string | null;
  readonly approverId: string | null;
}

/** Approved documents (effective, or approved and waiting for their date) that depend on a document. Unscoped: a veto counts whoever asks. */
export const dependentsOf = (tx: Tx, documentId: string): Promise<Dependent[]> =>
  tx.query<Dependent>(sql`
    select d.id as "documentId", d.number, v.title, v.label as version, v.state as status, v.author_id as "authorId", v.approver_id as "approverId"
    from edms.dependency p
    join edms.version v on v.org_id = p.org_id and v.id = p.version_id
    join edms.document d on d.org_id = p.org_id and d.id = p.document_id
    where p.org_id = ${tx.actor.orgId} and p.depends_on_id = ${documentId} and p.state = 'ACTIVE' and p.relation = 'DEPENDS_ON'
      and v.state in ('EFFECTIVE', 'APPROVED_PENDING_EFFECTIVE') order by d.number, v.major, v.minor`);

/** Refuses where approved documents depend on this one, naming number, title, version and status of each (EDMS-12). */
export async function refuseDependents(tx: Tx, document: { readonly id: string; readonly number: string | null }): Promise<void> {
  const dependents = await dependentsOf(tx, document.id);
  if (dependents.length > 0)
    refuse(edmsRules['edms.dependents'], {
      number: document.number,
      dependents: dependents.map(({ number, title, version, status }) => ({ number, title, version, status })),
    });
}

/** One link of a version with the state of what it points to. */
export interface LinkedDocument extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly label: string | null;
  readonly state: string;
  readonly relation: string;
}
/** Active links of a version. Rows they point to may be locked against becoming obsolete until the transaction ends. */
export function linksOf(tx: Tx, versionId: string, lock: 'share' | 'none' = 'none'): Promise<LinkedDocument[]> {
  const locking = lock === 'share' ? sql`for share of d` : sql.empty;
  return tx.query<LinkedDocument>(sql`
    select p.id, d.id as "documentId", d.number, d.title, d.label, d.state, p.relation
    from edms.dependency p join edms.document d on d.org_id = p.org_id and d.id = p.depends_on_id
    where p.org_id = ${tx.actor.orgId} and p.version_id = ${versionId} and p.state = 'ACTIVE' order by d.id ${locking}`);
}

/** Refuses where something the version leans on is not effective (EDMS-04); the rows stay locked, so that it remains so. */
export async function refuseUnfitLinks(tx: Tx, versionId: string): Promise<void> {
  for (const link of await linksOf(tx, versionId, 'share'))
    if (link.state !== 'EFFECTIVE')
      refuse(edmsRules['edms.dependency-not-effective'], { number: link.number, status: stateLabel(tx, shown, link.state) });
}
const shown = Document as { readonly states?: Readonly<Record<string, StateSpec>> };

/** Numbers from `documentId` round to itself if it depended on `targetId`; undefined when there is no circle. */
export async function cycleOf(
  tx: Tx,
  document: { readonly id: string; readonly number: string | null },
  targetId: string,
): Promise<string[] | undefined> {
  const [found] = await tx.query<{ numbers: string[] }>(sql`
    with recursive walk (id, path, numbers) as (
      select d.id, array[d.id], array[d.number] from edms.document d where d.org_id = ${tx.actor.orgId} and d.id = ${targetId}
      union all
      select n.id, w.path || n.id, w.numbers || n.number from walk w
      join edms.dependency p on p.org_id = ${tx.actor.orgId} and p.document_id = w.id and p.state = 'ACTIVE' and p.relation = 'DEPENDS_ON'
      join edms.version v on v.org_id = p.org_id and v.id = p.version_id and v.state not in ('SUPERSEDED', 'OBSOLETE', 'TERMINATED', 'VOIDED')
      join edms.document n on n.org_id = p.org_id and n.id = p.depends_on_id
      where not n.id = any(w.path))
    select numbers from walk where id = ${document.id} order by array_length(path, 1) limit 1`);
  return found ? [document.number ?? '', ...found.numbers] : undefined;
}
