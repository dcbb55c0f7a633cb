import { createHash } from 'node:crypto';
import { sql } from '#kernel/db';
import {
  Attachment,
  type AttachmentRow,
  DamagedFile,
  extensionOf,
  FileNotFound,
  type FileStore,
  IntegrityFailure,
  knownTypes,
  reportingDamage,
} from '#kernel/files';
import {
  annotateDocx,
  annotatedBundle,
  coverSheet,
  officialPdf,
  type SealOptions,
  sealPdf,
  stampPdf,
  type Watermark,
} from '#kernel/print';
import { type Actor, findRows, holds, type Kernel, systemActor, type Tx, transact } from '#kernel/records';
import { type Row, refuse, rule } from '#kernel/schema';
import { getSetting } from '#kernel/settings';
import { authorityOf, type Vault } from '#kernel/sign';
import { Download } from '../records/relations.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { type Facts, factsOf } from './metadata.ts';
import { tokensOf } from './placeholders.ts';
import { needsNoConversion, type Original, pagesOf, shelfIn } from './rendition.ts';
import {
  type DocumentRow,
  documentById,
  inProcess,
  isIn,
  people,
  published,
  stateLabel,
  typeOf,
  type VersionRow,
} from './rows.ts';

export const downloadKinds = ['original', 'annotated', 'official'] as const;
export type DownloadKind = (typeof downloadKinds)[number];
const recorded = { original: 'ORIGINAL', annotated: 'ANNOTATED', official: 'OFFICIAL_PDF' } as const;

/** What the copies of documents need of the composition. */
export interface Copying {
  readonly store: FileStore;
  readonly vault: Vault;
}
/** A copy as it leaves. */
export interface Copy {
  readonly fileName: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly signatures: number;
  readonly unknownTokens: readonly string[];
  readonly copyNumber: string | null;
}
interface Plan {
  readonly document: DocumentRow;
  readonly version: VersionRow;
  readonly attachment: AttachmentRow;
  readonly facts: Facts;
  readonly tokens: Readonly<Record<string, string>>;
  readonly copyNumber: string | null;
  readonly seal: SealOptions | null;
}

/** The one current original of a version, or the refusal that there is none. */
export async function originalOf(tx: Tx, version: VersionRow): Promise<AttachmentRow> {
  const [original] = await findRows(
    tx,
    Attachment,
    sql`t.entity = ${Version.id} and t.record_id = ${version.id} and t.role = 'ORIGINAL' and t.state = 'CURRENT'`,
    sql`order by t.created_at desc, t.id desc limit 1`,
  );
  return original ?? refuse(edmsRules['edms.no-file'], { number: version.number, label: version.label });
}

/** The original of a controlled document is for those who work on it, unless a setting opens it (spec 1.1, downloads). */
export async function refuseOriginal(tx: Tx, document: DocumentRow, version: VersionRow): Promise<void> {
  if (tx.actor.type === 'SYSTEM' || (await holds(tx, Version, 'administer', version as Row))) return;
  const type = await typeOf(tx, document.typeId);
  const policy = await getSetting(tx, 'documents.original-download');
  const isOpen = !isIn(inProcess, version);
  if (isOpen && (type?.isControlled === false || policy === 'everyone-who-reads')) return;
  const works = await tx.query(sql`select 1 as x from tasks.task where org_id = ${tx.actor.orgId} and entity = ${Version.id}
    and record_id = ${version.id} and assignee_id = ${tx.actor.userId}`);
  const involved = people(version.authorId, document.authorId, document.ownerId).includes(tx.actor.userId) || works.length > 0;
  rule(involved && !(isOpen && policy === 'administrators'), edmsRules['edms.original-restricted']);
}

/** A controlled copy is numbered per version, so that it can be called back. */
async function nextCopy(tx: Tx, version: VersionRow): Promise<string> {
  const key = `edms.copy:${version.id}`;
  const [drawn] = await tx.query<{ n: number }>(sql`select kernel.next_number(${key}) as n`);
  return `${version.number} ${version.label} C${String(drawn?.n ?? 0).padStart(4, '0')}`;
}

/** The organization's seal, with its issuer. */
async function sealOf(tx: Tx, vault: Vault, facts: Facts): Promise<SealOptions> {
  const authority = await authorityOf(tx, vault);
  return {
    certificatePem: authority.sealCertificatePem,
    privateKeyPem: authority.sealPrivateKeyPem,
    chainPem: [authority.certificatePem],
    name: facts.organization,
    at: tx.now,
    reason: `Official copy of ${facts.metadata.number} version ${facts.metadata.version}`,
  };
}

async function planOf(tx: Tx, copying: Copying, versionId: string, kind: DownloadKind): Promise<Plan> {
  const version = await tx.get(Version, versionId);
  const document = await documentById(tx, version.documentId);
  rule(document, edmsRules['edms.no-file'], { number: version.number, label: version.label });
  const isOfficial = kind === 'official';
  if (isOfficial)
    rule(isIn(published, version), edmsRules['edms.official-not-approved'], {
      number: version.number,
      label: version.label,
      status: stateLabel(tx, Version, version.state),
    });
  if (kind === 'original') await refuseOriginal(tx, document, version);
  const attachment = await originalOf(tx, version);
  const facts = await factsOf(tx, document, version);
  return {
    document,
    version,
    attachment,
    facts,
    tokens: await tokensOf(tx, facts),
    copyNumber: isOfficial ? await nextCopy(tx, version) : null,
    seal: isOfficial ? await sealOf(tx, copying.vault, facts) : null,
  };
}

/** The stored bytes, all of them checked against their hash before anything is made of them (EDMS-20). */
export async function bytesOf(store: FileStore, attachment: AttachmentRow): Promise<Buffer> {
  return store.get(attachment.sha256).catch((error: unknown) => {
    if (error instanceof IntegrityFailure) throw Object.assign(new DamagedFile(attachment, error.found), { cause: error });
    if (error instanceof FileNotFound) throw Object.assign(new DamagedFile(attachment, 'missing'), { cause: error });
    throw error;
  });
}

const watermarks: Readonly<Record<string, Watermark>> = {
  APPROVED_PENDING_EFFECTIVE: 'NOT YET EFFECTIVE',
  SUPERSEDED: 'SUPERSEDED',
  OBSOLETE: 'OBSOLETE',
};
export const watermarkOf = (version: VersionRow): Watermark | undefined =>
  isIn(published, version) ? watermarks[version.state] : 'DRAFT';

/** Renditions are the product's, whoever was the first to ask for one. */
export const inSystem =
  (kernel: Kernel, actor: Actor) =>
  <T>(run: (tx: Tx) => Promise<T>): Promise<T> =>
    transact(kernel, systemActor(actor.orgId, 'rendition', actor.zone), run, { reason: 'rendition of a document version' });

type Made = Pick<Copy, 'fileName' | 'mime' | 'bytes' | 'unknownTokens'>;
const baseName = ({ version }: Plan) => `${version.number}_${version.label}`;

function annotated(plan: Plan, original: Original): Made {
  if (extensionOf(original.fileName) === 'docx') {
    const { bytes, unknownTokens } = annotateDocx(original.bytes, plan.tokens);
    return { fileName: `${baseName(plan)}.docx`, mime: original.mime, bytes, unknownTokens };
  }
  const bytes = annotatedBundle({ original, metadata: plan.facts.metadata });
  return { fileName: `${baseName(plan)}.zip`, mime: 'application/zip', bytes, unknownTokens: [] };
}

/** The sealed official PDF: kept pages where there are, else the original as pages, else a cover with the original attached (EDMS-23). */
async function official(
  plan: Plan,
  seal: SealOptions,
  original: Original,
  copying: Copying,
  kernel: Kernel,
  actor: Actor,
): Promise<Made> {
  const { metadata, signatures, contentHash, checkpoint } = plan.facts;
  const mark = watermarkOf(plan.version);
  const watermark = mark === undefined ? {} : { watermark: mark };
  const proof = { metadata, signatures, contentHash, ...(checkpoint === undefined ? {} : { checkpoint }) };
  const name = { fileName: `${baseName(plan)}.pdf`, mime: knownTypes.pdf ?? 'application/pdf' };
  const shelf = shelfIn(inSystem(kernel, actor), copying.store, plan.version.id);
  const pages = needsNoConversion(original.fileName) ? undefined : await pagesOf(copying.store, shelf, original, plan.tokens);
  if (pages && 'whyNot' in pages) {
    const cover = await coverSheet({ ...proof, original });
    const stamped = mark === undefined ? cover : await stampPdf(cover, { watermark: mark });
    return { ...name, bytes: await sealPdf(stamped, seal), unknownTokens: pages.unknownTokens };
  }
  const body: Original = pages ? { ...name, bytes: pages.pdf } : original;
  const copy = await officialPdf({
    ...proof,
    ...watermark,
    original: body,
    tokens: {},
    footer: {
      left: `Downloaded ${plan.tokens.DOWNLOAD_DATE ?? metadata.downloadedAt} by ${metadata.downloadedBy} · Copy ${plan.copyNumber}`,
    },
    seal,
  });
  return { ...name, bytes: copy.pdf, unknownTokens: pages?.unknownTokens ?? [] };
}

/** Download row and audit event with kind, version, address and program (EDMS-25): nothing leaves unless both are committed. */
async function note(tx: Tx, plan: Plan, kind: DownloadKind, copy: Omit<Copy, 'bytes'>, reason: string | null): Promise<void> {
  const now = await tx.get(Version, plan.version.id);
  const original = await originalOf(tx, now);
  const isSame =
    now.state === plan.version.state && now.label === plan.version.label && original.sha256 === plan.attachment.sha256;
  rule(isSame, edmsRules['edms.changed-meanwhile']);
  await tx.create(Download, {
    number: plan.version.number,
    versionId: now.id,
    documentId: plan.document.id,
    userId: tx.actor.userId,
    kind: recorded[kind],
    ip: tx.actor.ip,
    userAgent: tx.actor.userAgent?.slice(0, 400) ?? null,
    reason,
    outputSha256: copy.sha256,
    copyNumber: copy.copyNumber,
  });
  const about = { module: 'edms', entity: Version.id, id: now.id, number: now.number };
  const { fileName, sha256, copyNumber } = copy;
  await tx.record('DOWNLOAD', about, {
    kind: recorded[kind],
    version: now.label,
    state: now.state,
    fileName,
    sha256,
    copyNumber,
  });
}

/**
 * The whole act of downloading a version: judged, made outside any transaction, judged and recorded again, then given out.
 * @throws AppError `edms.official-not-approved`, `edms.original-restricted`, `edms.no-file`, `file.integrity`
 */
export function downloadVersion(
  kernel: Kernel,
  copying: Copying,
  actor: Actor,
  wanted: { readonly versionId: string; readonly kind: DownloadKind; readonly reason: string | null; readonly requestId: string },
): Promise<Copy> {
  const { versionId, kind, reason, requestId } = wanted;
  return reportingDamage(kernel, actor, requestId, async () => {
    const plan = await transact(kernel, actor, (tx) => planOf(tx, copying, versionId, kind), { requestId });
    const { fileName, mime } = plan.attachment;
    const original: Original = { fileName, mime, bytes: await bytesOf(copying.store, plan.attachment) };
    const made =
      kind === 'original'
        ? { ...original, unknownTokens: [] }
        : kind === 'annotated' || plan.seal === null
          ? annotated(plan, original)
          : await official(plan, plan.seal, original, copying, kernel, actor);
    const sha256 = createHash('sha256').update(made.bytes).digest('hex');
    const copy = { ...made, sha256, signatures: plan.facts.signatures.length, copyNumber: plan.copyNumber };
    await transact(kernel, actor, (tx) => note(tx, plan, kind, copy, reason), { requestId });
    return copy;
  });
}
