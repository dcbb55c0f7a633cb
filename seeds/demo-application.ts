import { type Application, createApplication } from '#kernel/app';
import type { DatabaseUrls } from '#kernel/db';
import { modules } from '../modules/index.ts';

/**
 * What a guess at a demo password costs. The password is printed at every start, so that slowing guesses down protects nobody, and two
 * hundred derivations at full cost would make the first start wait. Signing in renews the hash at the cost then in force.
 */
const DEMO_COST = { memoryKiB: 19 * 1024, iterations: 2, parallelism: 1 } as const;

/** The application as the people of the demo company use it while their history is made: no port, no worker. */
export const openDemoApplication = (urls: DatabaseUrls, dataDir: string): Promise<Application> =>
  createApplication({
    urls,
    modules,
    dataDir,
    origin: 'http://localhost',
    environment: { isProduction: false, name: 'Demo' },
    onDefect: (error, requestId) => console.error(`request ${requestId}:`, error),
    // Everybody signs in from this process within a second.
    access: { signInRate: { perSecond: 100, burst: 100 }, cost: DEMO_COST },
  });
