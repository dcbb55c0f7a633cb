import { sql } from '#kernel/db';
import type { FileStore } from '#kernel/files';
import { findRows, type JobDefinition, type JobItem, lockRow, type Tx } from '#kernel/records';
import { documentObsoletion } from '../api.ts';
import { Document } from '../records/document.ts';
import { Obsoletion } from '../records/relations.ts';
import { Version } from '../records/version.ts';
import { refuseDependents } from './dependency.queries.ts';
import { bytesOf, originalOf } from './download.ts';
import { factsOf } from './metadata.ts';
import { endReviews, periodicReviewJob } from './periodic-review.rules.ts';
import { tokensOf } from './placeholders.ts';
import { needsNoConversion, pagesOf, shelfIn } from './rendition.ts';
import { documentById, isIn, lockDocument, lockVersion, type ObsoletionRow, published } from './rows.ts';

interface Due extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly what: 'activate' | 'obsolete';
}
/**
 * Versions and documents whose day has come by their own site's calendar, in the order of their days (EDMS-31). Every run takes all of
 * them, whatever kept earlier runs from it.
 */
async function dueOf(tx: Tx, kinds: readonly Due['what'][]): Promise<JobItem[]> {
  const rows = await tx.query<Due>(sql`
    with zones as (select coalesce((select s.zone from access.site s where s.org_id = ${tx.actor.orgId} order by s.created_at, s.id limit 1), 'UTC') as home),
    due as (
      select v.id, 'activate' as what, v.effective_date as day, v.approved_at as since, v.site_id from edms.version v
      where v.org_id = ${tx.actor.orgId} and v.state = 'APPROVED_PENDING_EFFECTIVE'
      union all
      select o.id, 'obsolete', o.obsoletion_date, o.updated_at, o.site_id from edms.obsoletion o
      where o.org_id = ${tx.actor.orgId} and o.state = 'APPROVED')
    select d.id, d.what from due d cross join zones z left join access.site s on s.org_id = ${tx.actor.orgId} and s.id = d.site_id
    where d.what = any(${[...kinds]}) and d.day <= (kernel.now() at time zone coalesce(s.zone, z.home))::date
    order by d.day, d.since, d.id`);
  return rows.map(({ id, what }) => ({ key: `${what}:${id}`, data: { id, what } }));
}

async function activate(tx: Tx, id: string): Promise<void> {
  const version = await lockVersion(tx, id);
  // Done by another run, or under the other job's key: the state is what counts.
  if (version.state === 'APPROVED_PENDING_EFFECTIVE') await tx.transition(Version, version, 'activate');
}

async function obsolete(tx: Tx, id: string): Promise<void> {
  const request = (await lockRow(tx, Obsoletion, id)) as ObsoletionRow;
  if (request.state !== 'APPROVED') return;
  const document = await lockDocument(tx, request.documentId);
  await refuseDependents(tx, document);
  await documentObsoletion.run(tx, { document, moment: 'execution', warnings: [] });
  if (document.effectiveVersionId !== null)
    await tx.transition(Version, await lockVersion(tx, document.effectiveVersionId), 'obsolete');
  await tx.transition(Document, document, 'obsolete');
  await tx.transition(Obsoletion, request, 'execute');
  await endReviews(tx, document);
}
const runDue = (tx: Tx, { data }: JobItem): Promise<void> =>
  data.what === 'activate' ? activate(tx, String(data.id)) : obsolete(tx, String(data.id));

/** Midnight at each site: versions come into force, documents become obsolete, in the order of their days (EDMS-11, EDMS-15, EDMS-31). */
const activateJob: JobDefinition = {
  code: 'edms.activate',
  label: { en: 'Put versions into force and withdraw documents', fr: 'Mettre en vigueur et retirer les documents' },
  module: 'edms',
  schedule: { at: 'midnight' },
  items: (tx) => dueOf(tx, ['activate', 'obsolete']),
  run: runDue,
};
/** The same for obsolescence alone, on demand. */
const obsoleteJob: JobDefinition = {
  code: 'edms.obsolete',
  label: { en: 'Withdraw documents whose day has come', fr: 'Retirer les documents échus' },
  module: 'edms',
  items: (tx) => dueOf(tx, ['obsolete']),
  run: runDue,
};

const BEAT_MILLIS = 4_000;
/** A transaction that waits for a converter would be ended as idle. It has written nothing yet, so it holds nobody up. */
async function keepingAlive<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  let asking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    asking = asking.then(() => tx.query(sql`select 1 as alive`)).catch(() => undefined);
  }, BEAT_MILLIS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await asking;
  }
}

/** Makes the pages of an approved version before anybody asks for them. Safe to repeat: what is there is found. */
const renderJob = (store: FileStore): JobDefinition => ({
  code: 'edms.render',
  label: { en: 'Make the pages of an official PDF', fr: 'Produire les pages d’un PDF officiel' },
  module: 'edms',
  timeoutSeconds: 120,
  async run(tx, { data }) {
    const [version] = await findRows(tx, Version, sql`t.id = ${data.versionId}`);
    const document = version && (await documentById(tx, version.documentId));
    if (!version || !document || !isIn(published, version)) return;
    const attachment = await originalOf(tx, version);
    if (needsNoConversion(attachment.fileName)) return;
    const facts = await factsOf(tx, document, version);
    const tokens = await tokensOf(tx, facts);
    const { fileName, mime } = attachment;
    await keepingAlive(tx, async () => {
      const original = { fileName, mime, bytes: await bytesOf(store, attachment) };
      await pagesOf(
        store,
        shelfIn((run) => run(tx), store, version.id),
        original,
        tokens,
      );
    });
  },
});

export const edmsJobs = (store: FileStore): readonly JobDefinition[] => [
  activateJob,
  obsoleteJob,
  periodicReviewJob,
  renderJob(store),
];
