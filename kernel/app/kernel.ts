import type { DatabaseUrls } from '#kernel/db';
import { openPool } from '#kernel/db';
import { emit } from '#kernel/events';
import {
  createRegistry,
  createRow,
  getRow,
  type Kernel,
  lockRow,
  type Ports,
  type Row,
  type ServerHalf,
  type TxMethods,
  transitionRow,
  updateRow,
} from '#kernel/records';

export interface KernelOptions {
  readonly urls: DatabaseUrls;
  readonly halves: readonly ServerHalf[];
  readonly ports: Ports;
  readonly enqueue: TxMethods['enqueue'];
  /** The worker process uses its own database role. */
  readonly role?: 'app' | 'worker';
  readonly poolSize?: number;
}

/** Puts the engine together: pools, registry, and the functions behind Tx. */
export function createKernel(options: KernelOptions): Kernel & { close(): Promise<void> } {
  const url = options.urls[options.role ?? 'app'];
  const pool = openPool(url, { max: options.poolSize ?? 12, name: `plumbline-${options.role ?? 'app'}` });
  const refusals = openPool(url, { max: 2, name: 'plumbline-refusals', queryTimeout: 5_000 });
  const methods: TxMethods = {
    get: getRow,
    create: createRow,
    update: (tx, record, row, changes, reason) => updateRow(tx, record, row, changes, reason),
    transition: async (tx, record, row, name, act) =>
      transitionRow(tx, record, await lockRow(tx, record, row.id), name, act) as Promise<Row>,
    emit,
    enqueue: options.enqueue,
  };
  const close = async () => {
    await Promise.all([pool.end(), refusals.end()]);
  };
  return { database: { pool, refusals }, registry: createRegistry(options.halves), ports: options.ports, methods, close };
}
