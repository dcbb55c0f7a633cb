import type { DatabaseUrls } from '#kernel/db';

/** What the parent hands to an application process, as JSON in FAULTS_NODE. */
export interface NodeOptions {
  readonly urls: DatabaseUrls;
  readonly port: number;
  readonly dataDir: string;
}
/** What an application process tells its parent. */
export interface NodeMessage {
  readonly defect: string;
}

/** Password derivation at the lowest cost: what is proved here is durability, and the processors are for the load. */
export const CHEAP_DERIVATION = { memoryKiB: 1024, iterations: 1, parallelism: 1 } as const;
