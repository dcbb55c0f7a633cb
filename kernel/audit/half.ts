import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '#kernel/db';
import type { JobDefinition, ServerHalf } from '#kernel/records';
import { audit } from './module.ts';
import { runVerification } from './runtime.ts';

/** Reading the explorer, its exports and the compliance report: superusers, security unit, inspectors. */
export const READ_AUDIT = 'system.audit.read';
/** Having the whole trail verified now. An inspector reads the result; asking for the work is no reading. */
export const VERIFY_AUDIT = 'system.audit.verify';

/** Well below the time a transaction may idle. A trail that takes longer is verified on behind the run. */
const PATIENCE_MILLIS = 8000;

/**
 * Verifies the whole trail every night (AT-03). The log is the deployment's, so of the organizations' scheduled runs only the first one
 * works; a run that somebody asked for always does.
 */
const verifyChain: JobDefinition = {
  code: 'at.verify-chain',
  label: { en: 'Verify the audit trail', fr: 'Vérifier la piste d’audit' },
  module: 'audit',
  schedule: { dailyAt: '01:40' },
  async run(tx, item) {
    const [first] = await tx.query<{ org_id: string }>(sql`select org_id from access.organizations() order by org_id limit 1`);
    if (item.data.scheduledFor !== undefined && first !== undefined && first.org_id !== tx.actor.orgId) return;
    const verification = runVerification(tx.registry);
    const result = await Promise.race([verification, delay(PATIENCE_MILLIS, undefined, { ref: false })]);
    // Its own failure then shows as a last result that grows old.
    if (result === undefined) verification.catch(() => undefined);
    const about = { module: 'audit', entity: 'audit.verification' };
    await tx.record(
      'JOB',
      about,
      result === undefined
        ? { phase: 'continues' }
        : { phase: 'verified', ok: result.ok, checked: result.checked, counts: result.counts },
    );
  },
};

/** Creates the partitions of the coming two years, a month at a time; the default partition stays empty. */
const partitions: JobDefinition = {
  code: 'at.partitions',
  label: { en: 'Prepare audit trail storage', fr: 'Préparer le stockage de la piste d’audit' },
  module: 'audit',
  schedule: { dailyAt: '01:20' },
  async run(tx) {
    await tx.query(sql`select audit.prepare_partitions()`);
  },
};

/** What the audit trail brings to the server. */
export const auditHalf: ServerHalf = {
  module: audit,
  jobs: [verifyChain, partitions],
  permissions: [
    { name: READ_AUDIT, level: 'read' },
    { name: VERIFY_AUDIT, level: 'admin' },
  ],
  migrations: join(import.meta.dirname, 'migrations'),
};
