import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, defineCommand, findRows, type Tx } from '#kernel/records';
import { refuse, rule } from '#kernel/schema';
import { reassign, Task } from '#kernel/tasks';
import { instant } from '#kernel/values';
import { Document } from '../records/document.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { lockDocument, lockVersion } from './rows.ts';
import { shareDocument } from './share.ts';

const openTasks = (tx: Tx, versionId: string) =>
  findRows(
    tx,
    Task,
    sql`t.entity = ${Version.id} and t.record_id = ${versionId} and t.state in ('OPEN', 'WAITING')`,
    sql`order by t.step, t.id`,
  );

/** Gives the open review or approval to somebody else; separation of duties counts, the due date stays (EDMS-29). */
export const reassignVersion = defineCommand({
  id: 'edms.version.reassign',
  label: { en: 'Reassign', fr: 'Réattribuer' },
  record: Version,
  needs: 'edms.version.reassign',
  level: 'admin',
  input: z.strictObject({ assigneeId: z.uuid(), taskId: z.uuid().optional() }),
  reason: 'required',
  available: async (tx, row) => rule((await openTasks(tx, row.id)).length > 0, edmsRules['edms.no-task']),
  async run(tx, input, { id, reason }) {
    await lockVersion(tx, id);
    const tasks = await openTasks(tx, id);
    const task = input.taskId === undefined ? tasks.find((t) => t.state === 'OPEN') : tasks.find((t) => t.id === input.taskId);
    rule(task, edmsRules['edms.no-task']);
    const fresh = await reassign(tx, task.id, input.assigneeId, reason);
    return { taskId: fresh.id, dueAt: fresh.dueAt };
  },
});

/** Opens a document to a person or a role beyond its department, until a time (EDMS-28). */
export const share = defineCommand({
  id: 'edms.document.share',
  label: { en: 'Share', fr: 'Partager' },
  record: Document,
  needs: 'edms.document.administer',
  level: 'admin',
  input: z.strictObject({
    userId: z.uuid().optional(),
    roleId: z.uuid().optional(),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
  }),
  reason: 'required',
  async run(tx, input, { id, reason }) {
    const { userId = null, roleId = null, expiresAt = null } = input;
    const later = expiresAt === null || instant(expiresAt) > instant(tx.now);
    rule((userId === null) !== (roleId === null) && later, edmsRules['edms.share-whom']);
    const document = await lockDocument(tx, id);
    return { id: await shareDocument(tx, document, { userId, roleId, expiresAt, reason: reason ?? '' }) };
  },
});

/** Ends what somebody was given by a share, at once. */
export const unshare = defineCommand({
  id: 'edms.document.unshare',
  label: { en: 'End share', fr: 'Mettre fin au partage' },
  record: Document,
  needs: 'edms.document.administer',
  level: 'admin',
  input: z.strictObject({ userId: z.uuid().optional(), roleId: z.uuid().optional() }),
  reason: 'required',
  async run(tx, input, { id, reason }) {
    const { userId = null, roleId = null } = input;
    const record = tx.registry.record('access.share');
    const shares = await findRows(
      tx,
      record,
      sql`t.state = 'ACTIVE' and t.user_id is not distinct from ${userId}::uuid and t.role_id is not distinct from ${roleId}::uuid
        and (t.record_id = ${id} or t.record_id in (select v.id from edms.version v where v.org_id = ${tx.actor.orgId} and v.document_id = ${id}))`,
      sql`order by t.id for update`,
    );
    for (const row of shares) await tx.update(record, row, { state: 'REVOKED' } as never, reason);
    return { ended: shares.length };
  },
});

/** Hands a document to another owner, and its draft to another author where asked. */
export const transferOwner = defineCommand({
  id: 'edms.document.transfer-owner',
  label: { en: 'Transfer ownership', fr: 'Transférer la propriété' },
  record: Document,
  needs: 'edms.document.administer',
  level: 'admin',
  input: z.strictObject({ ownerId: z.uuid(), withDraft: z.boolean().default(false) }),
  reason: 'required',
  async run(tx, input, { id, reason }) {
    const document = await lockDocument(tx, id);
    const mayOwn = await tx.ports.people.mayAct(tx, input.ownerId, 'edms.version.edit');
    if (!mayOwn) refuse(coreRules['core.invalid'], {}, [{ path: 'ownerId', message: 'is not an active author' }]);
    await tx.update(Document, document, { ownerId: input.ownerId }, reason);
    const draft =
      input.withDraft && document.workingVersionId !== null ? await lockVersion(tx, document.workingVersionId) : undefined;
    if (draft?.state === 'DRAFT') await tx.update(Version, draft, { authorId: input.ownerId }, reason);
    return { ownerId: input.ownerId, draft: draft?.state === 'DRAFT' ? draft.id : null };
  },
});
