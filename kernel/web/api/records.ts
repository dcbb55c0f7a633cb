import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Abilities, AnyRecord, Row } from '#kernel/schema';
import { type QueryValue, request } from './client.ts';
import { resourceOf } from './resource.ts';

/** How a record referred to is called: number and title, or a person's name. */
export interface RefName {
  /** Type of the record, `module.record`. */
  readonly type: string;
  readonly number: string | null;
  readonly title: string;
}

export type RefNames = Readonly<Record<string, RefName>>;

export interface RecordAnswer<R extends AnyRecord = AnyRecord> {
  readonly data: Row<R>;
  readonly can: Abilities;
  /** Names of the records that the row refers to, by id. */
  readonly refs?: RefNames;
}

export interface ListAnswer<R extends AnyRecord = AnyRecord> {
  readonly items: readonly Row<R>[];
  readonly page: { readonly next: string | null; readonly total: number; readonly estimated?: boolean };
  readonly refs?: RefNames;
  /** Declared aggregates of the whole filtered list. */
  readonly totals?: Readonly<Record<string, string | number>>;
}

/** Signature as a transition takes it; times and hashes are the server's. */
export interface SignatureInput {
  readonly username?: string;
  readonly password?: string;
  readonly passkey?: unknown;
  /** Hash the dialog showed; a different content stops the act. */
  readonly contentHash?: string;
}

export interface TransitionInput {
  readonly id: string;
  readonly verb: string;
  readonly version: number | string;
  readonly reason?: string;
  readonly signature?: SignatureInput;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string;
}

export type ListQueryParams = Readonly<Record<string, QueryValue>>;

export const recordKeys = {
  all: (record: AnyRecord) => ['record', record.id] as const,
  list: (record: AnyRecord, params: ListQueryParams) => ['record', record.id, 'list', params] as const,
  one: (record: AnyRecord, id: string) => ['record', record.id, 'one', id] as const,
  part: (record: AnyRecord, id: string, part: string) => ['record', record.id, 'one', id, part] as const,
};

/** One record with what the reader may do with it now. The ETag is its version. */
export function useRecord<R extends AnyRecord>(record: R, id: string, isWanted = true) {
  return useQuery({
    queryKey: recordKeys.one(record, id),
    queryFn: async ({ signal }) => {
      const { data, etag } = await request<RecordAnswer<R>>('GET', `${resourceOf(record)}/${encodeURIComponent(id)}`, { signal });
      return { ...data, version: etag ?? data.data.version };
    },
    enabled: isWanted,
  });
}

export interface PartAnswer<T> {
  readonly items: readonly T[];
  readonly refs?: RefNames;
}

/** A part of a record: history, signatures, files, comments, links, tasks. */
export function useRecordPart<T>(record: AnyRecord, id: string, part: string, isWanted = true) {
  return useQuery({
    queryKey: recordKeys.part(record, id, part),
    queryFn: async ({ signal }) => {
      const { data } = await request<PartAnswer<T>>('GET', `${resourceOf(record)}/${encodeURIComponent(id)}/${part}`, {
        signal,
      });
      return data;
    },
    enabled: isWanted,
  });
}

const PAGE_SIZE = 100;

/** A filtered list, page after page by cursor. Rows shown stay while a changed filter loads. */
export function useRecordList<R extends AnyRecord>(record: R, params: ListQueryParams) {
  return useInfiniteQuery({
    queryKey: recordKeys.list(record, params),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...params, limit: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) };
      const { data } = await request<ListAnswer<R>>('GET', resourceOf(record), { query, signal });
      return data;
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

function accept<R extends AnyRecord>(
  client: QueryClient,
  record: R,
  id: string,
  answer: RecordAnswer<R>,
  etag: string | null,
): void {
  client.setQueryData(recordKeys.one(record, id), { ...answer, version: etag ?? answer.data.version });
  void client.invalidateQueries({
    queryKey: recordKeys.all(record),
    predicate: (query) => query.queryKey[3] !== id || query.queryKey.length > 4,
  });
  void client.invalidateQueries({ queryKey: ['tasks'] });
  void client.invalidateQueries({ queryKey: ['waiting'] });
  void client.invalidateQueries({ queryKey: ['session'] });
}

/** Does a transition or command: `POST /{collection}/{id}/{verb}` with `If-Match`. */
export function useTransition<R extends AnyRecord>(record: R) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, verb, version, reason, signature, input, idempotencyKey }: TransitionInput) => {
      const body = { ...input, ...(reason ? { reason } : {}), ...(signature ? { signature } : {}) };
      return request<RecordAnswer<R>>('POST', `${resourceOf(record)}/${encodeURIComponent(id)}/${verb}`, {
        body,
        version,
        ...(idempotencyKey ? { idempotencyKey } : {}),
      });
    },
    onSuccess: ({ data, etag }, { id }) => accept(client, record, id, data, etag),
  });
}

/** Creates a record and returns it. */
export function useCreate<R extends AnyRecord>(record: R) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ values, idempotencyKey }: { values: Readonly<Record<string, unknown>>; idempotencyKey: string }) =>
      request<RecordAnswer<R>>('POST', resourceOf(record), { body: values, idempotencyKey }),
    onSuccess: ({ data, etag }) => accept(client, record, data.data.id, data, etag),
  });
}

/** Changes fields of a record; refused with 412 when someone changed it since `version`. */
export function useEdit<R extends AnyRecord>(record: R) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      id,
      version,
      changes,
      reason,
    }: {
      id: string;
      version: number | string;
      changes: Readonly<Record<string, unknown>>;
      reason?: string;
    }) =>
      request<RecordAnswer<R>>('PATCH', `${resourceOf(record)}/${encodeURIComponent(id)}`, {
        body: { ...changes, ...(reason ? { reason } : {}) },
        version,
      }),
    onSuccess: ({ data, etag }, { id }) => accept(client, record, id, data, etag),
  });
}
