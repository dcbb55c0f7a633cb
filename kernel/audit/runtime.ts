import { type Kernel, type Registry, systemActor, transact } from '#kernel/records';
import type { Fault } from './verify/fault.ts';
import type { StoredFiles } from './verify/file-pass.ts';
import { type VerifyResult, verifyLog } from './verify/verify.ts';

/** What the audit trail needs besides the database it stands in. */
export interface AuditOptions {
  /** Folder with the log's keys and published copy: the one the sealer writes to. */
  readonly dataDir: string;
  /** The verifier's connection; without it nothing can be verified from this process. */
  readonly urls?: { readonly verifier: string };
  readonly store?: StoredFiles;
}

interface Runtime {
  readonly kernel: Kernel;
  readonly options: AuditOptions;
  running?: Promise<VerifyResult> | undefined;
}
// Jobs are declared before there is a database or a folder; they find both through the registry of the kernel they run in.
const runtimes = new WeakMap<Registry, Runtime>();

/** Gives a kernel's audit jobs and routes what they need. */
export function bindAudit(kernel: Kernel, options: AuditOptions): void {
  runtimes.set(kernel.registry, { kernel, options });
}

/**
 * Verifies the whole trail now, keeps the result, and where it fails tells the security unit of every organization concerned (AT-03). One
 * run at a time in a process; who asks meanwhile gets the result of the running one.
 */
export function runVerification(registry: Registry): Promise<VerifyResult> {
  const runtime = runtimes.get(registry);
  const url = runtime?.options.urls?.verifier;
  if (!runtime || url === undefined) throw new Error('this process has no connection that can verify the audit trail');
  runtime.running ??= verifyAndTell(runtime, url).finally(() => {
    runtime.running = undefined;
  });
  return runtime.running;
}

async function verifyAndTell({ kernel, options }: Runtime, verifier: string): Promise<VerifyResult> {
  const result = await verifyLog({
    urls: { verifier },
    dataDir: options.dataDir,
    registry: kernel.registry,
    ...(options.store ? { fileStore: options.store } : {}),
  });
  if (!result.ok) await alertSecurity(kernel, result);
  return result;
}

/** One sentence about a fault: which entry, which record, which field, and what is wrong. */
export function faultText(fault: Fault): string {
  const record = fault.entity === undefined ? undefined : `${fault.entity} ${fault.number ?? fault.recordId ?? ''}`.trim();
  const place = [
    fault.index === undefined
      ? undefined
      : `entry ${fault.index}${fault.epoch !== null && fault.epoch > 1 ? ` of epoch ${fault.epoch}` : ''}`,
    record,
    fault.version === undefined ? undefined : `version ${fault.version}`,
    fault.field === undefined ? undefined : `field ${fault.field}`,
  ].filter((part) => part !== undefined);
  return `${fault.kind}: ${place.length > 0 ? `${place.join(', ')}: ` : ''}${fault.detail}`;
}

/** An event in the trail and a notice to the security unit, in each organization a fault concerns; in all where it concerns the log itself. */
async function alertSecurity(kernel: Kernel, result: VerifyResult): Promise<void> {
  const { rows } = await kernel.database.pool.query<{ org_id: string }>('select org_id from access.organizations()');
  const total = Object.values(result.counts).reduce((sum, n) => sum + n, 0);
  for (const { org_id: orgId } of rows) {
    const concerned = result.faults.filter((f) => f.orgId === undefined || f.orgId === orgId);
    const [first] = concerned;
    if (!first) continue;
    await transact(
      kernel,
      systemActor(orgId, 'Audit trail verification'),
      async (tx) => {
        const about = { module: 'audit', entity: 'audit.verification' };
        await tx.record('SECURITY', about, {
          kind: 'audit-verification-failed',
          at: result.at,
          counts: result.counts,
          first: faultText(first),
        });
        await tx.emit('access.security', {
          kind: 'audit-verification-failed',
          title: 'Audit trail verification failed · Échec de la vérification de la piste d’audit',
          message: total > 1 ? `${faultText(first)} (+${total - 1})` : faultText(first),
          path: '/system/audit-trail',
        });
      },
      { reason: 'the verification of the audit trail found faults' },
    );
  }
}
