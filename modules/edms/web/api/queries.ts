import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type QueryValue, request } from '#kernel/web/api/client.ts';
import { type PartAnswer, recordKeys } from '#kernel/web/api/records.ts';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import type {
  CandidatesAnswer,
  Comparison,
  DashboardAnswer,
  GraphAnswer,
  MetadataAnswer,
  ObsoletionCheck,
  PlaceholderPreview,
  VersionRow,
} from './answers.ts';

type Params = Readonly<Record<string, QueryValue>>;

/** My documents on their way, and a page of those in force. */
export function useDashboard(params: Params) {
  return useQuery({
    queryKey: [...recordKeys.all(Document), 'dashboard', params],
    queryFn: async ({ signal }) => (await request<DashboardAnswer>('GET', '/edms/dashboard', { query: params, signal })).data,
    placeholderData: keepPreviousData,
  });
}

/** Versions of a document that the reader may see, newest first. */
export function useVersions(documentId: string | undefined) {
  return useQuery({
    queryKey: recordKeys.part(Document, documentId ?? '', 'versions'),
    queryFn: async ({ signal }) =>
      (await request<PartAnswer<VersionRow>>('GET', `/edms/documents/${documentId}/versions`, { signal })).data.items,
    enabled: documentId !== undefined,
  });
}

/** Metadata of a version as copies carry it, for who may read the version but not yet its document. */
export function useMetadata(versionId: string, isWanted: boolean) {
  return useQuery({
    queryKey: recordKeys.part(Version, versionId, 'metadata'),
    queryFn: async ({ signal }) =>
      (await request<{ data: MetadataAnswer }>('GET', `/edms/versions/${versionId}/metadata`, { signal })).data.data,
    enabled: isWanted,
  });
}

/** What a document depends on and what depends on it. */
export function useGraph(documentId: string | undefined) {
  return useQuery({
    queryKey: recordKeys.part(Document, documentId ?? '', 'graph'),
    queryFn: async ({ signal }) =>
      (await request<{ data: GraphAnswer }>('GET', `/edms/documents/${documentId}/graph`, { signal })).data.data,
    enabled: documentId !== undefined,
  });
}

/** People who might be named; `path` is that of the version or the document. */
export function useCandidates(path: string, stage: 'review' | 'approval' | undefined, words: string, isWanted = true) {
  return useQuery({
    queryKey: ['candidates', path, stage ?? '', words],
    queryFn: async ({ signal }) =>
      (await request<CandidatesAnswer>('GET', `${path}/candidates`, { query: { stage, q: words }, signal })).data,
    placeholderData: keepPreviousData,
    enabled: isWanted,
  });
}

/** What stands against making a document obsolete. */
export function useObsoletionCheck(documentId: string) {
  return useQuery({
    queryKey: recordKeys.part(Document, documentId, 'obsoletion-check'),
    queryFn: async ({ signal }) =>
      (await request<{ data: ObsoletionCheck }>('GET', `/edms/documents/${documentId}/obsoletion-check`, { signal })).data.data,
    staleTime: 0,
  });
}

/** Differences from one version to another of the same document. */
export function useComparison(from: string, to: string) {
  return useQuery({
    queryKey: recordKeys.part(Version, to, `compare-${from}`),
    queryFn: async ({ signal }) =>
      (await request<{ data: Comparison }>('GET', `/edms/versions/${to}/compare`, { query: { with: from }, signal })).data.data,
  });
}

/** Values of the placeholders for one document, and of a definition that is being written. */
export function usePlaceholderPreview(documentId: string | undefined, definition: Params) {
  return useQuery({
    queryKey: ['placeholder-preview', documentId ?? '', definition],
    queryFn: async ({ signal }) =>
      (
        await request<{ data: PlaceholderPreview }>('GET', `/edms/documents/${documentId}/placeholders`, {
          query: definition,
          signal,
        })
      ).data.data,
    enabled: documentId !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Reads everything of documents and versions afresh: an act on one changes the other. */
export function useReadAfresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: recordKeys.all(Document) }),
      client.invalidateQueries({ queryKey: recordKeys.all(Version) }),
      client.invalidateQueries({ queryKey: ['tasks'] }),
    ]);
  };
}

/** A command on one version or document, `POST {path}/{verb}`. */
export function useCommand(path: string) {
  const readAfresh = useReadAfresh();
  return useMutation({
    mutationFn: ({ verb, body }: { readonly verb: string; readonly body: Readonly<Record<string, unknown>> }) =>
      request('POST', `${path}/${verb}`, { body }),
    onSuccess: readAfresh,
  });
}
