/** `eq` has no suffix in the URL; the others are written `field.op=value`. */
export type FilterOp = 'eq' | 'ne' | 'gte' | 'lte';

export interface ListFilter {
  readonly field: string;
  readonly op: FilterOp;
  /** Several values mean any of them. */
  readonly values: readonly string[];
}

/** What a list shows: the same grammar in the page's URL, in the API and in saved views. */
export interface ListQuery {
  readonly q: string;
  readonly filters: readonly ListFilter[];
  /** Fields in order, `-` before a descending one. */
  readonly sort: readonly string[];
}

export const emptyQuery: ListQuery = { q: '', filters: [], sort: [] };

const ops: readonly FilterOp[] = ['ne', 'gte', 'lte'];
/** Names that are not fields. */
const reserved: ReadonlySet<string> = new Set(['q', 'sort', 'view', 'panel', 'limit', 'cursor', 'asOf', 'tab']);

/** Reads the query of a URL; what is not part of the grammar is left alone. */
export function parseListQuery(search: Readonly<Record<string, unknown>>): ListQuery {
  const filters: ListFilter[] = [];
  for (const [name, raw] of Object.entries(search)) {
    if (reserved.has(name) || raw === undefined || raw === null) continue;
    const at = name.lastIndexOf('.');
    const op = ops.find((known) => at > 0 && known === name.slice(at + 1));
    const values = String(raw).split(',').filter(Boolean);
    if (values.length > 0) filters.push({ field: op ? name.slice(0, at) : name, op: op ?? 'eq', values });
  }
  return {
    q: typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : '',
    filters,
    sort: typeof search.sort === 'string' ? search.sort.split(',').filter(Boolean) : [],
  };
}

/** Writes a query as URL parameters; the order is that of the chips. */
export function writeListQuery(query: ListQuery): Record<string, string> {
  const search: Record<string, string> = {};
  if (query.q) search.q = query.q;
  for (const { field, op, values } of query.filters) search[op === 'eq' ? field : `${field}.${op}`] = values.join(',');
  if (query.sort.length > 0) search.sort = query.sort.join(',');
  return search;
}

/** Whether two queries show the same rows in the same order. */
export function isSameQuery(a: ListQuery, b: ListQuery): boolean {
  const text = (query: ListQuery): string => JSON.stringify(Object.entries(writeListQuery(query)).sort());
  return text(a) === text(b);
}

/** Sets the filter of a field and operator, keeping its place; no values removes it. */
export function withFilter(query: ListQuery, filter: ListFilter): ListQuery {
  const isIt = (f: ListFilter): boolean => f.field === filter.field && f.op === filter.op;
  if (filter.values.length === 0) return { ...query, filters: query.filters.filter((f) => !isIt(f)) };
  if (!query.filters.some(isIt)) return { ...query, filters: [...query.filters, filter] };
  return { ...query, filters: query.filters.map((f) => (isIt(f) ? filter : f)) };
}

/** What a click on a column head does: ascending, descending, then the list's own order. */
export function toggleSort(query: ListQuery, key: string): ListQuery {
  const [first] = query.sort;
  if (first === key) return { ...query, sort: [`-${key}`] };
  return { ...query, sort: first === `-${key}` ? [] : [key] };
}

/** `aria-sort` of a column. */
export function sortOf(query: ListQuery, key: string | undefined, initial: string): 'ascending' | 'descending' | undefined {
  const [first = initial] = query.sort;
  if (key === undefined) return undefined;
  if (first === key) return 'ascending';
  return first === `-${key}` ? 'descending' : undefined;
}
