import { createApplication } from '#kernel/app';
import type { DatabaseUrls } from '#kernel/db';
import { sql } from '#kernel/db';
import { findRows, systemActor, transact } from '#kernel/records';
import { Delegation } from '#kernel/tasks';
import { modules } from '../modules/index.ts';
import { DEMO_PASSWORD, people } from './company.ts';
import { findCompany, setUpCompany } from './company-setup.ts';
import { LAST_ACT, liveWithThem, writeDocuments } from './history.ts';
import { openOffice } from './office.ts';

const signIns = people.map(({ username, part }) => ({ username, password: DEMO_PASSWORD, role: part }));

/**
 * What a guess at a demo password costs. The password is printed at every start, so that slowing guesses down protects nobody, and two
 * hundred derivations at full cost would make the first start wait. Signing in renews the hash at the cost then in force.
 */
const DEMO_COST = { memoryKiB: 19 * 1024, iterations: 2, parallelism: 1 } as const;

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
  const app = await createApplication({
    urls,
    modules,
    dataDir,
    origin: 'http://localhost',
    environment: { isProduction: false, name: 'Demo' },
    // Everybody signs in from this process within a second.
    access: { signInRate: { perSecond: 100, burst: 100 }, cost: DEMO_COST },
  });
  try {
    const orgId = await findCompany(app);
    const last =
      orgId &&
      (await transact(app.kernel, systemActor(orgId, 'Demo company'), (tx) =>
        findRows(tx, Delegation, sql`t.reason = ${LAST_ACT}`),
      ));
    if (last && last.length > 0) return { signIns };
    const office = await openOffice(app, await setUpCompany(app));
    await writeDocuments(office);
    await liveWithThem(office);
    await office.close();
    return { signIns };
  } finally {
    await app.close();
  }
}
