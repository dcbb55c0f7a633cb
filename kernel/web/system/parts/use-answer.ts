import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type QueryValue, type RequestOptions, request } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';

export interface AnswerOptions {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly isWanted?: boolean;
  /** Asked again after so many ms, without counting as activity of the person. */
  readonly every?: number | undefined;
}

/** Key of everything read from a path; invalidating it reads every variant again. */
export const answerKey = (path: string): readonly string[] => ['system', path];

/** Reads a path of the API; what is shown stays while a changed query loads. */
export function useAnswer<T>(path: string, { query = {}, isWanted = true, every }: AnswerOptions = {}) {
  return useQuery({
    queryKey: [...answerKey(path), query],
    queryFn: async ({ signal }) => (await request<T>('GET', path, { query, signal, isBackground: every !== undefined })).data,
    placeholderData: keepPreviousData,
    enabled: isWanted,
    ...(every ? { refetchInterval: every } : {}),
  });
}

interface Change extends Pick<RequestOptions, 'body' | 'query'> {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
}

/** Does something on the server, then reads again what was read from `stale` paths. */
export function useChange<T = unknown>(stale: readonly string[] = []) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ method = 'POST', path, ...options }: Change) => (await request<T>(method, path, options)).data,
    onSuccess: () => Promise.all(stale.map((path) => client.invalidateQueries({ queryKey: answerKey(path) }))),
  });
}

/** Whether the signed-in person holds a permission. The server decides; this only leaves out what nobody expects. */
export function useMay(): (permission: string) => boolean {
  const held = useSession().data?.permissions;
  return (permission) => held?.includes(permission) ?? false;
}
