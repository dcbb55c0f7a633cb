import type { AnyRecord } from '#kernel/schema';

/** Kernel resources answer without a module folder: `/users`, not `/access/users`. */
const kernelModules: ReadonlySet<string> = new Set([
  'access',
  'audit',
  'files',
  'jobs',
  'notify',
  'settings',
  'sign',
  'tasks',
  'events',
]);

/** Path of a record type in the API, below /api/v1. */
export function resourceOf(record: Pick<AnyRecord, 'module' | 'route'>): string {
  return kernelModules.has(record.module) ? `/${record.route}` : `/${record.module}/${record.route}`;
}

/** `approveAndClose` becomes `approve-and-close`: how a transition or command is written in a path. */
export function verbPath(verb: string): string {
  return verb.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Page of a record type in the application. */
export function pageOf(record: Pick<AnyRecord, 'module' | 'route'>, id?: string): string {
  const list = `/${record.module}/${record.route}`;
  return id === undefined ? list : `${list}/${encodeURIComponent(id)}`;
}
