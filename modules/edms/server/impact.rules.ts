import { rulesFor, type Tx } from '#kernel/records';
import { type Row, refuse } from '#kernel/schema';
import { getSetting } from '#kernel/settings';
import { addDays } from '#kernel/values';
import { Document } from '../records/document.ts';
import { Impact } from '../records/relations.ts';
import { edmsRules } from '../records/rules.ts';
import { dependentsOf } from './dependency.queries.ts';
import { type DocumentRow, documentById, lockDocument, people, placeOf, todayAt, type VersionRow } from './rows.ts';
import { askFor, workDone } from './work.ts';

/** Asks author and approver of every dependent document what the new version means for it: one task each (EDMS-19). */
export async function askImpact(tx: Tx, document: DocumentRow, version: VersionRow): Promise<void> {
  const asked = new Set<string>();
  const due = addDays(await todayAt(tx, document), await getSetting(tx, 'documents.review-due-days'));
  for (const dependent of await dependentsOf(tx, document.id)) {
    const other = await documentById(tx, dependent.documentId);
    if (!other) continue;
    for (const person of people(dependent.authorId, dependent.approverId)) {
      // A document whose next version also waits for its date is asked about once.
      if (asked.has(`${other.id}:${person}`)) continue;
      asked.add(`${other.id}:${person}`);
      // Numbers only: who reads the task list need not be allowed to read the titles.
      const summary = `${document.number} ${version.label} → ${other.number}`;
      const impact = await tx.writing({ action: 'CREATE' }, () =>
        tx.create(Impact, {
          number: other.number,
          causedByVersionId: version.id,
          documentId: other.id,
          assigneeId: person,
          summary,
          ...placeOf(other),
        }),
      );
      await askFor(tx, Impact, impact as Row, {
        kind: 'impact',
        name: assess[tx.actor.language],
        title: summary,
        assigneeId: person,
        due,
      });
    }
  }
}
const assess = { en: 'Assess impact', fr: 'Évaluer l’impact' } as const;

const decided = (tx: Tx, reason: string | null) => ({ comment: reason, decidedAt: tx.now });

/** A decision with a comment closes the task; "new version" begins one unless somebody already did. */
export const impactRules = rulesFor(Impact, {
  'no-impact': {
    set: (tx, _row, act) => decided(tx, act.reason),
    then: (tx, row, act) => workDone(tx, Impact, row as Row, 'no-impact', act.reason),
  },
  'needs-upversion': {
    set: (tx, _row, act) => decided(tx, act.reason),
    async then(tx, row, act) {
      await workDone(tx, Impact, row as Row, 'needs-upversion', act.reason);
      await beginUpversion(tx, row.documentId, act.reason);
    },
  },
});

/** Begins a new version as the consequence of a decision, where none is being worked on. */
export async function beginUpversion(tx: Tx, documentId: string, reason: string | null): Promise<void> {
  const document = await lockDocument(tx, documentId);
  if (document.workingVersionId !== null) return;
  if (document.effectiveVersionId === null) refuse(edmsRules['edms.not-effective'], { number: document.number });
  await tx.transition(Document, document, 'start-upversion', { reason });
}
