import { sql } from '#kernel/db';
import type { DocumentMetadata, PrintedCheckpoint, PrintedRevision, PrintedSignature } from '#kernel/print';
import { contentHash, contentParts, type Tx } from '#kernel/records';
import { type Meaning, meanings } from '#kernel/schema';
import { getSetting } from '#kernel/settings';
import { instant, today } from '#kernel/values';
import { sources, Version } from '../records/version.ts';
import { linksOf } from './dependency.queries.ts';
import { type DocumentRow, typeOf, type VersionRow, zoneOf } from './rows.ts';

/** Everything a rendition, the metadata page and the placeholders draw from. Values are snapshots of this instant. */
export interface Facts {
  readonly metadata: DocumentMetadata;
  readonly signatures: readonly PrintedSignature[];
  readonly contentHash: string;
  readonly checkpoint?: PrintedCheckpoint;
  readonly organization: string;
  readonly nextReviewDate: string;
}

/** State of a version as documents print it: upper case, in English, since a controlled copy leaves the application. */
export const statusText = (version: Pick<VersionRow, 'state'>): string =>
  (Version.states?.[version.state]?.label.en ?? version.state).toUpperCase();

interface Manifestation extends Readonly<Record<string, unknown>> {
  readonly printed_name: string;
  readonly job_title: string | null;
  readonly meaning: string;
  readonly reason: string | null;
  readonly on_behalf_of: string | null;
  readonly signed_at: string;
  readonly zone: string;
  readonly method: 'PASSWORD' | 'PASSKEY';
}
const methods = { PASSWORD: 'Password', PASSKEY: 'Passkey' } as const;
const meaningText = (code: string): string => `${code}: ${meanings[code as Meaning]?.en ?? ''}`.replace(/: $/, '');

/** Signatures of the present revision, oldest first, as printed (21 CFR 11.50). */
export async function printedSignatures(tx: Tx, version: VersionRow): Promise<PrintedSignature[]> {
  const rows = await tx.query<Manifestation>(sql`
    select printed_name, job_title, meaning, reason, on_behalf_of, signed_at, zone, method from sign.signature
    where org_id = ${tx.actor.orgId} and entity = ${Version.id} and record_id = ${version.id} and record_revision = ${version.revision}
    order by signed_at, id`);
  return rows.map((s) => {
    const role = [s.job_title, s.on_behalf_of === null ? null : `on delegated task from ${s.on_behalf_of}`]
      .filter(Boolean)
      .join(', ');
    return {
      printedName: s.printed_name,
      ...(role === '' ? {} : { role }),
      meaning: meaningText(s.meaning),
      at: s.signed_at,
      zone: s.zone,
      ...(s.reason === null ? {} : { reason: s.reason }),
      method: methods[s.method],
    };
  });
}

/** Published versions up to this one, oldest first (EDMS-32). */
export function revisionsOf(tx: Tx, version: Pick<VersionRow, 'documentId' | 'major'>): Promise<PrintedRevision[]> {
  return tx.query<Readonly<Record<string, unknown>> & PrintedRevision>(sql`
    select v.label as version, coalesce(v.effective_date::text, '') as "effectiveDate", coalesce(a.name, '') as author, coalesce(r.name, '') as reviewer,
      coalesce(p.name, '') as approver, coalesce(v.change_summary, '') as reason
    from edms.version v
    left join access."user" a on a.org_id = v.org_id and a.id = v.author_id
    left join access."user" r on r.org_id = v.org_id and r.id = v.reviewer_id
    left join access."user" p on p.org_id = v.org_id and p.id = v.approver_id
    where v.org_id = ${tx.actor.orgId} and v.document_id = ${version.documentId} and v.major <= ${version.major ?? 0}
      and v.state in ('APPROVED_PENDING_EFFECTIVE', 'EFFECTIVE', 'SUPERSEDED', 'OBSOLETE') order by v.major, v.minor`);
}

/** Latest signed checkpoint of the audit log: whoever holds the copy can prove the log was not rewritten since. */
async function checkpointNow(tx: Tx): Promise<PrintedCheckpoint | undefined> {
  const [found] = await tx.query<{ size: number; root: string; note: string; at: string }>(
    sql`select size, root, note, at from audit.latest_checkpoint()`,
  );
  if (!found) return undefined;
  return { origin: found.note.split('\n')[0] ?? '', size: String(found.size), rootHash: found.root, at: found.at };
}

export async function organizationName(tx: Tx): Promise<string> {
  const set = await getSetting(tx, 'company.name');
  if (set !== '') return set;
  const [row] = await tx.query<{ name: string }>(
    sql`select name from access.organization where org_id = ${tx.actor.orgId} limit 1`,
  );
  return row?.name ?? '';
}

const nameOr = async (tx: Tx, id: string | null): Promise<string> => (id === null ? '' : await tx.ports.people.nameOf(tx, id));

/** The 14 items of a version with its signatures and proof. The caller has judged the reader's rights. */
export async function factsOf(tx: Tx, document: DocumentRow, version: VersionRow): Promise<Facts> {
  const zone = await zoneOf(tx, version);
  const links = await linksOf(tx, version.id);
  const checkpoint = await checkpointNow(tx);
  const statement =
    version.source === 'SCANNED_COPY'
      ? `${version.trueCopyStatement ?? ''} Verified against the paper by ${await nameOr(tx, version.trueCopyVerifierId)}.`.trim()
      : undefined;
  const metadata: DocumentMetadata = {
    number: document.number ?? '',
    version: version.label ?? '',
    title: version.title,
    type: (await typeOf(tx, document.typeId))?.name ?? '',
    source: version.source === null ? '' : sources[version.source].en,
    // Numbers only: who reads this document need not be allowed to read the titles of those.
    dependencies: links.map((l) => `${l.number} ${l.label ?? ''}`.trim()),
    author: await nameOr(tx, version.authorId),
    reviewer: await nameOr(tx, version.reviewerId),
    approver: await nameOr(tx, version.approverId),
    approvalDate: version.approvedAt === null ? '' : today(zone, instant(version.approvedAt)),
    effectiveDate: version.effectiveDate ?? '',
    status: statusText(version),
    downloadedAt: tx.now,
    downloadedBy: tx.actor.name,
    revisionHistory: await revisionsOf(tx, version),
    ...(statement === undefined ? {} : { sourceStatement: statement }),
  };
  return {
    metadata,
    signatures: await printedSignatures(tx, version),
    contentHash: contentHash(Version, version, await contentParts(tx, Version, version.id)),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    organization: await organizationName(tx),
    nextReviewDate: document.nextReviewDate ?? '',
  };
}
