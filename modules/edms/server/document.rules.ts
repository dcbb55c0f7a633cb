import { sql } from '#kernel/db';
import { coreRules, findRows, rulesFor, type Tx } from '#kernel/records';
import { refuse, rule } from '#kernel/schema';
import { Chain } from '#kernel/tasks';
import { addMonths, addYears } from '#kernel/values';
import { documentObsoletion } from '../api.ts';
import { Document } from '../records/document.ts';
import { Dependency, Obsoletion } from '../records/relations.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { refuseDependents } from './dependency.queries.ts';
import { type DocumentRow, dayOf, people, placeOf, stateLabel, typeOf, type VersionRow, versionById } from './rows.ts';

/** Chain in force under the code of the one a type names: running versions keep theirs, new ones follow the current issue. */
async function chainFor(tx: Tx, chainId: string | null): Promise<string | null> {
  if (chainId === null) return null;
  const [current] = await findRows(
    tx,
    Chain,
    sql`t.state = 'ACTIVE' and t.code = (select c.code from tasks.chain c where c.org_id = ${tx.actor.orgId} and c.id = ${chainId})`,
  );
  return current?.id ?? null;
}

/** Refuses while a version is being worked on or an obsoletion is open, naming it (EDMS-17). */
export async function refuseOpenWorkflow(tx: Tx, document: DocumentRow): Promise<void> {
  const working = await versionById(tx, document.workingVersionId);
  if (working)
    refuse(edmsRules['edms.workflow-open'], {
      number: document.number,
      kind: Version.fields.kind.choices?.[working.kind ?? 'UP_VERSION']?.[tx.actor.language],
      label: working.label,
      status: stateLabel(tx, Version, working.state),
      versionId: working.id,
    });
  const [obsoletion] = await findRows(
    tx,
    Obsoletion,
    sql`t.document_id = ${document.id} and t.state in ('REQUESTED', 'PENDING_APPROVAL', 'APPROVED')`,
  );
  if (obsoletion)
    refuse(edmsRules['edms.workflow-open'], {
      number: document.number,
      kind: Obsoletion.label[tx.actor.language],
      label: document.label,
      status: stateLabel(tx, Obsoletion, obsoletion.state),
      obsoletionId: obsoletion.id,
    });
}

async function effectiveOf(tx: Tx, document: DocumentRow): Promise<VersionRow> {
  return (
    (await versionById(tx, document.effectiveVersionId)) ?? refuse(edmsRules['edms.not-effective'], { number: document.number })
  );
}

/** The next version under the one in force: its metadata, its links that still stand, no file (EDMS-18). */
async function createUpversion(tx: Tx, document: DocumentRow, effective: VersionRow, reason: string): Promise<VersionRow> {
  const [last] = await tx.query<{ minor: number }>(
    sql`select max(minor) as minor from edms.version where org_id = ${tx.actor.orgId} and document_id = ${document.id} and major = ${effective.major}`,
  );
  const minor = (last?.minor ?? 0) + 1;
  const type = await typeOf(tx, document.typeId);
  const version = await tx.create(Version, {
    documentId: document.id,
    number: document.number,
    title: effective.title,
    description: effective.description,
    source: effective.source,
    language: effective.language,
    changeSummary: reason,
    authorId: tx.actor.userId,
    kind: 'UP_VERSION',
    major: effective.major ?? 0,
    minor,
    label: `${effective.major ?? 0}.${minor}`,
    chainId: await chainFor(tx, type?.chainId ?? null),
    ...placeOf(document),
  });
  const links = await findRows(
    tx,
    Dependency,
    sql`t.version_id = ${effective.id} and t.state = 'ACTIVE'
      and exists (select 1 from edms.document d where d.org_id = t.org_id and d.id = t.depends_on_id and d.state = 'EFFECTIVE')`,
    sql`order by t.id`,
  );
  for (const { documentId, dependsOnId, dependsOnVersionId, relation } of links)
    await tx.create(Dependency, { versionId: version.id, documentId, dependsOnId, dependsOnVersionId, relation });
  return version;
}

/** SOD-6: nobody holds or frees what is their own. */
async function holdGuard(tx: Tx, row: DocumentRow, wanted: boolean): Promise<void> {
  const versions = await findRows(tx, Version, sql`t.document_id = ${row.id}`);
  rule(
    !people(row.authorId, row.ownerId, ...versions.map((v) => v.authorId)).includes(tx.actor.userId),
    edmsRules['edms.own-hold'],
  );
  rule(row.legalHold !== wanted, edmsRules['edms.hold-unchanged'], { number: row.number });
}

export const documentRules = rulesFor(Document, {
  create: {
    async guard(tx, values) {
      const type = await typeOf(tx, String(values.typeId));
      rule(type, coreRules['core.unknown-reference']);
      rule(type.state === 'ACTIVE', edmsRules['edms.type-inactive'], { type: type.name });
    },
    set: (tx, values) => {
      const authorId = values.authorId ?? tx.actor.userId;
      return { authorId, ownerId: values.ownerId ?? authorId, label: '0.1' };
    },
    /** The first version comes with the document, in the same transaction. */
    async then(tx, row) {
      const type = await typeOf(tx, row.typeId);
      const version = await tx.create(Version, {
        documentId: row.id,
        number: row.number,
        title: row.title,
        authorId: row.authorId,
        kind: 'REVIEW',
        major: 0,
        minor: 1,
        label: '0.1',
        chainId: await chainFor(tx, type?.chainId ?? null),
        ...placeOf(row),
      });
      await tx.update(Document, row, { workingVersionId: version.id });
    },
  },
  edit: {
    async guard(tx, row, changes) {
      if (!('title' in changes || 'confidentiality' in changes)) return;
      const working = await versionById(tx, row.workingVersionId);
      rule(row.state === 'DRAFT' && working?.state === 'DRAFT', edmsRules['edms.in-version'], {
        number: row.number,
        label: row.label,
      });
    },
    /** Who sees the document sees its versions: place and, while all of it is a draft, title go along. */
    async then(tx, row, before: DocumentRow) {
      const versions = await findRows(tx, Version, sql`t.document_id = ${row.id}`, sql`order by t.id for update`);
      for (const version of versions) {
        const draft = row.state === 'DRAFT' && version.state === 'DRAFT';
        const place = row.departmentId === before.departmentId ? {} : { departmentId: row.departmentId };
        const content = draft ? { title: row.title, confidentiality: row.confidentiality } : {};
        await tx.update(Version, version, { ...place, ...content }, `follows document ${row.number}`);
      }
    },
  },
  void: { available: () => refuse(edmsRules['edms.terminate-instead']) },
  'start-upversion': {
    guard: async (tx, row) => {
      await refuseOpenWorkflow(tx, row);
      await effectiveOf(tx, row);
    },
    async set(tx, row, act) {
      const effective = await effectiveOf(tx, row);
      const version = await tx.writing({ action: 'CREATE' }, () => createUpversion(tx, row, effective, act.reason ?? ''));
      return { workingVersionId: version.id };
    },
  },
  'start-obsoletion': {
    async guard(tx, row, act) {
      await refuseOpenWorkflow(tx, row);
      await effectiveOf(tx, row);
      await refuseDependents(tx, row);
      await documentObsoletion.run(tx, { document: row, moment: 'request', warnings: [] });
      await refuseUnfitApprover(tx, String(act.input.approverId));
    },
    /** The request and its approval task are opened with the act that asks for them. */
    async set(tx, row, act) {
      const request = await tx.writing({ action: 'CREATE' }, () =>
        tx.create(Obsoletion, {
          number: row.number,
          documentId: row.id,
          documentTitle: row.title,
          requestReason: act.reason ?? '',
          requesterId: tx.actor.userId,
          ...placeOf(row),
        }),
      );
      await tx.transition(Obsoletion, request, 'request', {
        input: { approverId: act.input.approverId, ...(act.input.dueDate ? { dueDate: act.input.dueDate } : {}) },
        reason: act.reason,
      });
      return { obsoletionId: request.id };
    },
  },
  'set-legal-hold': { guard: (tx, row) => holdGuard(tx, row, true), set: () => ({ legalHold: true }) },
  'release-legal-hold': { guard: (tx, row) => holdGuard(tx, row, false), set: () => ({ legalHold: false }) },
  approve: { set: async (tx, row) => contentOf(await workingOf(tx, row)) },
  activate: {
    /** The document takes title, place in time and next review from the version that is now in force (EDMS-30). */
    async set(tx, row) {
      const version = await workingOf(tx, row);
      const type = await typeOf(tx, row.typeId);
      const months = type?.reviewPeriodMonths ?? null;
      const effectiveDate = version.effectiveDate;
      return {
        ...contentOf(version),
        effectiveVersionId: version.id,
        workingVersionId: null,
        effectiveDate,
        nextReviewDate: months === null || effectiveDate === null ? null : addMonths(dayOf(effectiveDate), months),
      };
    },
  },
  'plan-obsoletion': {
    async set(tx, row) {
      const [request] = await findRows(tx, Obsoletion, sql`t.id = ${row.obsoletionId}`);
      return { obsoletionDate: request?.obsoletionDate ?? null };
    },
  },
  obsolete: {
    async set(tx, row) {
      const type = await typeOf(tx, row.typeId);
      const from = row.obsoletionDate;
      return {
        obsoletedAt: tx.now,
        obsoletionId: null,
        nextReviewDate: null,
        retentionUntil: type && from !== null ? addYears(dayOf(from), type.retentionYears) : row.retentionUntil,
      };
    },
  },
  terminate: { set: () => ({ workingVersionId: null }) },
});

async function workingOf(tx: Tx, row: DocumentRow): Promise<VersionRow> {
  return (await versionById(tx, row.workingVersionId)) ?? refuse(edmsRules['edms.not-effective'], { number: row.number });
}
const contentOf = (version: VersionRow) => ({
  label: version.label,
  title: version.title,
  confidentiality: version.confidentiality,
});

/** SOD-1 before the signature is asked for; the stage asks again when the task is made. */
async function refuseUnfitApprover(tx: Tx, approverId: string): Promise<void> {
  const person = await tx.ports.people.nameOf(tx, approverId);
  if (approverId === tx.actor.userId)
    refuse(coreRules['sod.same-person'], {
      sod: 'SOD-1',
      person,
      as: Obsoletion.fields.requesterId.label[tx.actor.language].toLowerCase(),
      action: Obsoletion.transitions.approve.label[tx.actor.language].toLowerCase(),
    });
}
