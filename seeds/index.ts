import { type DatabaseUrls, sql } from '#kernel/db';
import { findRows, systemActor, transact } from '#kernel/records';
import { Delegation } from '#kernel/tasks';
import { DEMO_PASSWORD, people } from './company.ts';
import { findCompany, setUpCompany } from './company-setup.ts';
import { openDemoApplication } from './demo-application.ts';
import { LAST_ACT, liveWithThem, writeDocuments } from './history.ts';
import { openOffice } from './office.ts';

const signIns = people.map(({ username, part }) => ({ username, password: DEMO_PASSWORD, role: part }));

/**
 * Fills a migrated database with the demo company: people, about forty documents in every state, each act done by the person whose act it
 * is. Does nothing when the company is complete, and finishes what an interrupted run began.
 * @param dataDir files and keys of the installation
 * @returns who can sign in
 */
export async function seedDemo(
  urls: DatabaseUrls,
  dataDir: string,
): Promise<{ signIns: { username: string; password: string; role: string }[] }> {
  const app = await openDemoApplication(urls, dataDir);
  try {
    const orgId = await findCompany(app);
    const actor = orgId && systemActor(orgId, 'Demo company');
    const last = actor ? await transact(app.kernel, actor, (tx) => findRows(tx, Delegation, sql`t.reason = ${LAST_ACT}`)) : [];
    if (last.length > 0) return { signIns };
    const office = await openOffice(app, await setUpCompany(app));
    await writeDocuments(office);
    await liveWithThem(office);
    await office.close();
    return { signIns };
  } finally {
    await app.close();
  }
}
