import type { AnyRecord } from '#kernel/schema';

/** Path of a record type in the API, below /api/v1. People and places answer without a module folder: `/users`. */
export function resourceOf(record: Pick<AnyRecord, 'module' | 'route'>): string {
  return record.module === 'access' ? `/${record.route}` : `/${record.module}/${record.route}`;
}

/** Page of a record type in the application. */
export function pageOf(record: Pick<AnyRecord, 'module' | 'route'>, id?: string): string {
  const list = `/${record.module}/${record.route}`;
  return id === undefined ? list : `${list}/${encodeURIComponent(id)}`;
}

/** Page of a record whose type is only known by its id (`qrm.event`): the application looks its address up. */
export function pageOfType(type: string, id: string): string {
  return `/r/${encodeURIComponent(type)}/${encodeURIComponent(id)}`;
}
