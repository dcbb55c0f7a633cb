import { notify } from '#kernel/notify';
import { lockRow, rulesFor, type Tx } from '#kernel/records';
import { AppError, rule } from '#kernel/schema';
import { documentObsoletion } from '../api.ts';
import { Document } from '../records/document.ts';
import { Obsoletion } from '../records/relations.ts';
import { edmsRules } from '../records/rules.ts';
import { dependentsOf, refuseDependents } from './dependency.queries.ts';
import { lockDocument, type ObsoletionRow, people, todayAt } from './rows.ts';

const FOUND = 'dependents found';

/** The document is free again for a new version or another request. */
async function release(tx: Tx, row: ObsoletionRow, reason: string | null): Promise<void> {
  const document = await lockDocument(tx, row.documentId);
  if (document.obsoletionId === row.id) await tx.update(Document, document, { obsoletionId: null }, reason ?? FOUND);
}
const closed = (tx: Tx, reason: string | null) => ({ closedAt: tx.now, outcomeReason: reason });

async function tellRequester(tx: Tx, row: ObsoletionRow, what: 'rejected' | 'ended', why: string | null): Promise<void> {
  const words = {
    rejected: { en: `Obsoletion rejected: ${row.number}`, fr: `Retrait rejeté : ${row.number}` },
    ended: {
      en: `Obsoletion ended, approved documents depend on ${row.number}`,
      fr: `Retrait clos, des documents approuvés dépendent de ${row.number}`,
    },
  };
  await notify(tx, {
    recipients: people(row.requesterId),
    type: 'rejected',
    title: words[what],
    message: why,
    entity: Obsoletion.id,
    recordId: row.id,
    number: row.number,
    key: `obsoletion:${row.id}:${what}`,
  });
}

export const obsoletionRules = rulesFor(Obsoletion, {
  approve: {
    async guard(tx, row, act) {
      const document = await lockDocument(tx, row.documentId);
      const today = await todayAt(tx, document);
      const date = String(act.input.obsoletionDate);
      if (date < today)
        throw new AppError(edmsRules['edms.date-in-past'], { date, today }, [
          { path: 'obsoletionDate', message: `is before ${today}`, rule: 'edms.date-in-past' },
        ]);
      await refuseDependents(tx, document);
      await documentObsoletion.run(tx, { document, moment: 'approval', warnings: [] });
    },
    set: (tx) => (tx.actor.type === 'USER' ? { approverId: tx.actor.userId } : {}),
    async then(tx, row, act) {
      if (act.finished) await tx.transition(Document, await lockDocument(tx, row.documentId), 'plan-obsoletion');
    },
    /** Dependents that appeared since the request end it, although the approval itself left nothing (EDMS-13). */
    async refused(tx, row, refusal) {
      if (refusal.rule !== edmsRules['edms.dependents'] || row.state !== 'PENDING_APPROVAL') return;
      const document = await lockDocument(tx, row.documentId);
      if ((await dependentsOf(tx, document.id)).length === 0) return;
      const current = (await lockRow(tx, Obsoletion, row.id)) as ObsoletionRow;
      await tx.transition(Obsoletion, current, 'auto-terminate', { reason: FOUND });
    },
  },
  reject: {
    set: (tx, _row, act) => closed(tx, act.reason),
    async then(tx, row, act) {
      await release(tx, row, act.reason);
      await tellRequester(tx, row, 'rejected', act.reason);
    },
  },
  terminate: { set: (tx, _row, act) => closed(tx, act.reason), then: (tx, row, act) => release(tx, row, act.reason) },
  'auto-terminate': {
    set: (tx, _row, act) => closed(tx, act.reason),
    async then(tx, row, act) {
      await release(tx, row, act.reason);
      await tellRequester(tx, row, 'ended', act.reason);
    },
  },
  execute: {
    guard: async (tx, row) =>
      rule((await dependentsOf(tx, row.documentId)).length === 0, edmsRules['edms.dependents'], { number: row.number }),
    set: (tx) => closed(tx, null),
  },
});
