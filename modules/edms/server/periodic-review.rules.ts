import { sql } from '#kernel/db';
import { notify } from '#kernel/notify';
import { findRows, type JobDefinition, type JobItem, rulesFor, type Tx } from '#kernel/records';
import type { Row } from '#kernel/schema';
import { getSetting } from '#kernel/settings';
import { addMonths, daysBetween } from '#kernel/values';
import { Document } from '../records/document.ts';
import { PeriodicReview } from '../records/relations.ts';
import { beginUpversion } from './impact.rules.ts';
import { type DocumentRow, dayOf, lockDocument, people, placeOf, todayAt, typeOf } from './rows.ts';
import { askFor, workDone } from './work.ts';

type ReviewRow = Row<typeof PeriodicReview>;
const openReviews = (tx: Tx, documentId: string): Promise<ReviewRow[]> =>
  findRows(tx, PeriodicReview, sql`t.document_id = ${documentId} and t.state = 'OPEN'`, sql`order by t.id for update`);

/** A new version or the end of the document answers the question by itself. */
export async function endReviews(tx: Tx, document: DocumentRow): Promise<void> {
  for (const review of await openReviews(tx, document.id)) {
    await tx.transition(PeriodicReview, review, 'cancel');
    await workDone(tx, PeriodicReview, review as Row, 'cancelled', null);
  }
}

const decided = (tx: Tx, reason: string | null) => ({ comment: reason, decidedAt: tx.now });
/** The next question, counted from the day of the answer. */
async function nextOf(tx: Tx, document: DocumentRow): Promise<string | null> {
  const months = (await typeOf(tx, document.typeId))?.reviewPeriodMonths ?? null;
  return months === null ? null : addMonths(await todayAt(tx, document), months);
}

/** "Still valid" is signed and sets the next date; the other two answers lead on (EDMS-30). */
export const periodicReviewRules = rulesFor(PeriodicReview, {
  'still-valid': {
    set: async (tx, row, act) => ({
      ...decided(tx, act.reason),
      nextReviewDate: await nextOf(tx, await lockDocument(tx, row.documentId)),
    }),
    async then(tx, row, act) {
      await workDone(tx, PeriodicReview, row as Row, 'still-valid', act.reason);
      const document = await lockDocument(tx, row.documentId);
      await tx.update(
        Document,
        document,
        { nextReviewDate: row.nextReviewDate },
        `periodic review due ${row.dueDate}: still valid`,
      );
    },
  },
  upversion: {
    set: (tx, _row, act) => decided(tx, act.reason),
    async then(tx, row, act) {
      await workDone(tx, PeriodicReview, row as Row, 'upversion', act.reason);
      await beginUpversion(tx, row.documentId, act.reason);
    },
  },
  obsolete: {
    set: (tx, _row, act) => decided(tx, act.reason),
    then: (tx, row, act) => workDone(tx, PeriodicReview, row as Row, 'obsolete', act.reason),
  },
});

/** Notice that is due for a document today: the latest one reached, so that a late run does not send them all. */
export function noticeDue(notices: readonly number[], daysLeft: number): number | undefined {
  return [...notices].filter((n) => daysLeft <= n).sort((a, b) => a - b)[0];
}

/** Asks owners 60, 30 and 0 days before the next review of a document (setting), by its site's calendar. */
export const periodicReviewJob: JobDefinition = {
  code: 'edms.periodic-review',
  label: { en: 'Ask for periodic reviews', fr: 'Demander les revues périodiques' },
  module: 'edms',
  schedule: { at: 'midnight' },
  async items(tx) {
    const notices = await getSetting(tx, 'documents.periodic-review-notice-days');
    const documents = await findRows(
      tx,
      Document,
      sql`t.state = 'EFFECTIVE' and t.next_review_date <= (kernel.now() + interval '400 days')::date`,
      sql`order by t.next_review_date, t.id`,
    );
    const items: JobItem[] = [];
    for (const document of documents) {
      if (document.nextReviewDate === null) continue;
      const notice = noticeDue(notices, daysBetween(await todayAt(tx, document), dayOf(document.nextReviewDate)));
      if (notice !== undefined)
        items.push({
          key: `${document.id}:${document.nextReviewDate}:${notice}`,
          data: { documentId: document.id, dueDate: document.nextReviewDate, notice },
        });
    }
    return items;
  },
  async run(tx, { data }) {
    const document = await lockDocument(tx, String(data.documentId));
    if (document.state !== 'EFFECTIVE' || document.nextReviewDate !== data.dueDate) return;
    const [open] = await openReviews(tx, document.id);
    if (open) await remind(tx, open, Number(data.notice));
    else await ask(tx, document);
  },
};

async function ask(tx: Tx, document: DocumentRow): Promise<void> {
  const ownerId = document.ownerId ?? document.authorId;
  if (ownerId === null || document.nextReviewDate === null) return;
  const due = dayOf(document.nextReviewDate);
  const review = await tx.create(PeriodicReview, {
    number: document.number,
    documentId: document.id,
    documentTitle: document.title,
    ownerId,
    dueDate: due,
    ...placeOf(document),
  });
  const work = {
    kind: 'periodic-review',
    name: PeriodicReview.label[tx.actor.language],
    title: document.title,
    assigneeId: ownerId,
    due,
  };
  await askFor(tx, PeriodicReview, review as Row, work);
}

async function remind(tx: Tx, review: ReviewRow, notice: number): Promise<void> {
  await notify(tx, {
    recipients: people(review.ownerId),
    type: notice === 0 ? 'overdue' : 'due_soon',
    title: {
      en: `Periodic review due on ${review.dueDate}: ${review.number}`,
      fr: `Revue périodique pour le ${review.dueDate} : ${review.number}`,
    },
    entity: PeriodicReview.id,
    recordId: review.id,
    number: review.number,
    key: `periodic-review:${review.id}:${notice}`,
  });
}
