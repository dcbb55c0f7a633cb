import { sql } from '#kernel/db';
import { attachmentsOf } from '#kernel/files';
import { openComments } from '#kernel/notes';
import { notify } from '#kernel/notify';
import { type Act, contentHash, contentParts, rulesFor, type Tx } from '#kernel/records';
import { AppError, type FieldFault, refuse, rule } from '#kernel/schema';
import { checkAssignee } from '#kernel/tasks';
import { addYears } from '#kernel/values';
import { documentActivation } from '../api.ts';
import { Document } from '../records/document.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { refuseUnfitLinks } from './dependency.queries.ts';
import { refuseOriginal } from './download.ts';
import { askImpact } from './impact.rules.ts';
import { endReviews } from './periodic-review.rules.ts';
import { dayOf, documentById, lockDocument, lockVersion, people, todayAt, typeOf, type VersionRow } from './rows.ts';
import { shareLike } from './share.ts';

/** People named for a stage: one by its field, or several in the order of the chain. */
const named = (act: Act, field: string): string[] => {
  const { assignees } = act.input;
  const list = Array.isArray(assignees) ? assignees.filter((a): a is string => typeof a === 'string') : [];
  const one = act.input[field];
  return list.length > 0 ? list : typeof one === 'string' ? [one] : [];
};

/** Everything a submission needs and does not have, all at once (EDMS-03, EDMS-33). */
async function missingOf(tx: Tx, row: VersionRow, act: Act): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  const needs = (isThere: unknown, path: string, message = 'is needed') => {
    if (!isThere) faults.push({ path, message, rule: 'edms.incomplete' });
  };
  const originals = (await attachmentsOf(tx, Version, row.id)).filter((f) => f.state === 'CURRENT' && f.role === 'ORIGINAL');
  needs(originals.length === 1, 'file', originals.length === 0 ? 'is needed' : 'only one original is possible');
  needs(row.title.trim(), 'title');
  needs((await documentById(tx, row.documentId))?.typeId, 'type');
  needs(row.source, 'source');
  if (row.source === 'SCANNED_COPY') {
    needs(row.trueCopyVerifierId, 'trueCopyVerifierId', 'names who verified the copy against the paper');
    needs(row.trueCopyStatement?.trim(), 'trueCopyStatement', 'says how the copy was verified');
  }
  needs(named(act, 'reviewerId').length > 0, 'reviewerId');
  return faults;
}

/** The content that was accepted in review of this revision must be the one that is approved. */
async function refuseOtherContent(tx: Tx, row: VersionRow): Promise<void> {
  const [reviewed] = await tx.query<{ content_hash: string }>(sql`
    select content_hash from sign.signature where org_id = ${tx.actor.orgId} and entity = ${Version.id} and record_id = ${row.id}
      and record_revision = ${row.revision} and transition = 'approve-review' order by signed_at desc, id desc limit 1`);
  const now = contentHash(Version, row, await contentParts(tx, Version, row.id));
  rule(reviewed?.content_hash === now, edmsRules['edms.content-changed']);
}

/** Returned for rework: the next minor number, the file free again, the author told (EDMS-07, EDMS-18). */
const rejection = {
  set: (_tx: Tx, row: VersionRow) => ({
    minor: (row.minor ?? 0) + 1,
    label: `${row.major ?? 0}.${(row.minor ?? 0) + 1}`,
    reviewedAt: null,
  }),
  async then(tx: Tx, row: VersionRow, act: Act): Promise<void> {
    await notify(tx, {
      recipients: people(row.authorId),
      type: 'rejected',
      title: { en: `Returned: ${row.number} ${row.title}`, fr: `Renvoyé : ${row.number} ${row.title}` },
      message: act.reason,
      entity: Version.id,
      recordId: row.id,
      number: row.number,
      key: `rejected:${row.id}:${row.revision}`,
    });
  },
};

async function retentionFrom(tx: Tx, row: VersionRow, from: string): Promise<string | null> {
  const document = await documentById(tx, row.documentId);
  const type = document && (await typeOf(tx, document.typeId));
  return type ? addYears(dayOf(from), type.retentionYears) : row.retentionUntil;
}

export const versionRules = rulesFor(Version, {
  create: {
    guard: (_tx, values) => rule(typeof values.kind === 'string', edmsRules['edms.version-by-document']),
  },
  files: {
    async open(tx, row, file) {
      if (!file.isContent) return;
      // The file in force leaves by the document's own downloads only: they are judged, numbered and logged (EDMS-25).
      rule(file.state !== 'CURRENT', edmsRules['edms.by-download']);
      await refuseOriginal(tx, await tx.get(Document, row.documentId), row);
    },
  },
  edit: {
    async available(tx, row) {
      const mine = tx.actor.type === 'SYSTEM' || row.authorId === tx.actor.userId;
      if (!mine) refuse(edmsRules['edms.not-author'], { author: await tx.ports.people.nameOf(tx, row.authorId ?? '') });
    },
    /** Until the first version is approved, the document is called what its draft is called. */
    async then(tx, row) {
      const document = await lockDocument(tx, row.documentId);
      if (document.state === 'DRAFT' && row.state === 'DRAFT')
        await tx.update(Document, document, { title: row.title, confidentiality: row.confidentiality });
    },
  },
  void: { available: () => refuse(edmsRules['edms.terminate-instead']) },
  'submit-for-review': {
    async guard(tx, row, act) {
      const faults = await missingOf(tx, row, act);
      if (faults.length > 0) throw new AppError(edmsRules['edms.incomplete'], { missing: faults.map((f) => f.path) }, faults);
      await refuseUnfitLinks(tx, row.id);
      for (const reviewer of named(act, 'reviewerId')) await checkAssignee(tx, Version, row, 'review', reviewer);
    },
    set: (_tx, _row, act) => ({ reviewerId: named(act, 'reviewerId')[0] ?? null, approverId: null, reviewedAt: null }),
  },
  'approve-review': {
    async guard(tx, row) {
      const critical = await openComments(tx, Version, row.id, 'critical');
      rule(critical.length === 0, edmsRules['edms.critical-comments'], { count: critical.length });
    },
    set: (tx) => ({ reviewedAt: tx.now, ...(tx.actor.type === 'USER' ? { reviewerId: tx.actor.userId } : {}) }),
    async then(tx, row, act) {
      if (!act.finished) return;
      await notify(tx, {
        recipients: people(row.authorId),
        type: 'assignment',
        title: { en: `Reviewed, send for approval: ${row.number}`, fr: `Relu, à envoyer à l’approbation : ${row.number}` },
        entity: Version.id,
        recordId: row.id,
        number: row.number,
        key: `reviewed:${row.id}:${row.revision}`,
      });
    },
  },
  'reject-review': rejection,
  'submit-for-approval': {
    async guard(tx, row, act) {
      for (const approver of named(act, 'approverId')) await checkAssignee(tx, Version, row, 'approval', approver);
    },
    set: (_tx, _row, act) => ({ approverId: named(act, 'approverId')[0] ?? null }),
  },
  'approve-final': {
    async guard(tx, row, act) {
      const today = await todayAt(tx, row);
      const date = String(act.input.effectiveDate);
      if (date < today)
        throw new AppError(edmsRules['edms.date-in-past'], { date, today }, [
          { path: 'effectiveDate', message: `is before ${today}`, rule: 'edms.date-in-past' },
        ]);
      await refuseUnfitLinks(tx, row.id);
      await refuseOtherContent(tx, row);
    },
    async set(tx, row, act) {
      const major = (row.major ?? 0) + 1;
      return {
        major,
        minor: 0,
        label: `${major}.0`,
        approvedAt: tx.now,
        retentionUntil: await retentionFrom(tx, row, String(act.input.effectiveDate)),
        ...(tx.actor.type === 'USER' ? { approverId: tx.actor.userId } : {}),
      };
    },
    async then(tx, row, act) {
      if (!act.finished) return;
      const document = await lockDocument(tx, row.documentId);
      if (document.state === 'DRAFT') await tx.transition(Document, document, 'approve');
      if (row.kind === 'UP_VERSION') await askImpact(tx, document, row);
      await tx.enqueue('edms.render', { versionId: row.id }, { key: `edms.render:${row.id}` });
      if (row.effectiveDate !== null && row.effectiveDate <= (await todayAt(tx, row)))
        await tx.enqueue('edms.activate', { versionId: row.id }, { key: `edms.activate:${row.id}` });
    },
  },
  'reject-final': rejection,
  terminate: {
    /** A brand-new document ends with its version; one in force is not touched (EDMS-16). */
    async then(tx, row, act) {
      const document = await lockDocument(tx, row.documentId);
      if (document.state === 'DRAFT') await tx.transition(Document, document, 'terminate', { reason: act.reason });
      else await tx.update(Document, document, { workingVersionId: null }, act.reason);
    },
  },
  activate: {
    async guard(tx, row) {
      const document = await lockDocument(tx, row.documentId);
      await documentActivation.run(tx, { document, version: row });
    },
    /** The version before goes in the same transaction, and first: at no instant are two in force (EDMS-11). */
    async set(tx, row) {
      const document = await lockDocument(tx, row.documentId);
      if (document.effectiveVersionId !== null && document.effectiveVersionId !== row.id)
        await tx.transition(Version, await lockVersion(tx, document.effectiveVersionId), 'supersede');
      return { activatedAt: tx.now };
    },
    async then(tx, row) {
      const document = await tx.transition(Document, await lockDocument(tx, row.documentId), 'activate');
      await shareLike(tx, document, row);
      await endReviews(tx, document);
      await tx.enqueue('edms.render', { versionId: row.id }, { key: `edms.render:${row.id}` });
      await notify(tx, {
        recipients: people(row.authorId, row.approverId, document.ownerId),
        type: 'effective',
        title: { en: `In force: ${row.number} version ${row.label}`, fr: `En vigueur : ${row.number} version ${row.label}` },
        entity: Document.id,
        recordId: document.id,
        number: row.number,
        key: `effective:${row.id}`,
      });
    },
  },
  supersede: {
    set: async (tx, row) => ({ supersededAt: tx.now, retentionUntil: await retentionFrom(tx, row, await todayAt(tx, row)) }),
  },
  obsolete: { set: async (tx, row) => ({ retentionUntil: await retentionFrom(tx, row, await todayAt(tx, row)) }) },
});
