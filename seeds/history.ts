import { addDays, addElapsed, instant } from '#kernel/values';
import type { DemoDocument } from './documents/document.ts';
import { demoDocuments } from './documents/index.ts';
import { type Office, rowsOf } from './office.ts';
import type { ApiRow } from './person.ts';
import { inPool } from './pool.ts';
import { wavesOf } from './waves.ts';
import { createDocument, writeVersion } from './writing.ts';

// Two password derivations run at a time; two more documents keep the database busy meanwhile.
const AT_ONCE = 4;
const AWAY_DAYS = 7;
/** Reason of the delegation, the last act: where it is found, the demo company is complete. */
export const LAST_ACT = 'Annual leave; Rita Achieng reviews in the meantime.';

/** All documents with their history. Numbers are drawn in the order of the list. */
export async function writeDocuments(office: Office): Promise<void> {
  const rows = await rowsOf(await office.person('dora'), 'edms/documents');
  const existing = new Map(rows.map((row) => [row.title, row.id]));
  for (const document of demoDocuments)
    office.documents.set(document.key, existing.get(document.title) ?? (await createDocument(office, document)));
  for (const wave of wavesOf(demoDocuments)) {
    await inPool(wave, AT_ONCE, ({ document, index }) => writeVersion(office, document, index));
    await office.activate();
  }
}

/** Asks to withdraw a document; where a day is given, the approver agrees. */
async function withdraw(office: Office, { key, author, approver, obsoletion }: DemoDocument): Promise<void> {
  if (!obsoletion) return;
  const requester = await office.person(author);
  const url = `edms/documents/${office.documents.get(key)}`;
  const { data: now } = await requester.get<{ data: ApiRow }>(url);
  if (now.state !== 'EFFECTIVE') return;
  const body = { approverId: office.idOf(approver), reason: obsoletion.reason };
  const document = now.obsoletionId === null ? await requester.sign(`${url}/start-obsoletion`, body) : now;
  if (obsoletion.inDays === undefined) return;
  const obsoletionDate = addDays(await office.today('Africa/Kampala'), obsoletion.inDays);
  await (await office.person(approver)).sign(`edms/obsoletions/${String(document.obsoletionId)}/approve`, { obsoletionDate });
}

/** The document administrator holds what a legal matter needs. */
async function hold(office: Office, { key, hold: reason }: DemoDocument): Promise<void> {
  if (reason === undefined) return;
  const dora = await office.person('dora');
  const url = `edms/documents/${office.documents.get(key)}`;
  const { data } = await dora.get<{ data: ApiRow }>(url);
  if (data.legalHold === false) await dora.sign(`${url}/set-legal-hold`, { reason });
}

/** The author of the leak test has looked at what the new calibration procedure means for it; the others have yet to. */
async function answerImpact(office: Office): Promise<void> {
  const author = await office.person('mgr1');
  const open = (await rowsOf(author, 'edms/impacts', 'state=OPEN')).filter(
    (row) => row.assigneeId === office.idOf('mgr1') && row.documentId === office.documents.get('leak-test'),
  );
  for (const { id } of open)
    await author.post(`edms/impacts/${id}/no-impact`, {
      reason: 'Only the due list changes; interval and limit of the pressure gauge stay.',
    });
}

/** What happened to documents after they became effective, and a colleague on leave. */
export async function liveWithThem(office: Office): Promise<void> {
  for (const document of demoDocuments) {
    await withdraw(office, document);
    await hold(office, document);
  }
  await answerImpact(office);
  const validFrom = await office.now();
  await (await office.person('rita2')).post('tasks/delegations/delegate', {
    toId: office.idOf('rita'),
    validFrom,
    validUntil: addElapsed(instant(validFrom), { hours: 24 * AWAY_DAYS }),
    reason: LAST_ACT,
  });
}
