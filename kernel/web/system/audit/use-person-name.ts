import { useQuery } from '@tanstack/react-query';
import { request } from '../../api/client.ts';

interface Person {
  readonly data: { readonly name: string | null; readonly username: string };
}

/** Name of the person with an id, looked up once; undefined while it is not known. */
export function usePersonName(id: string | undefined): string | undefined {
  const asked = useQuery({
    queryKey: ['name', 'access.user', id],
    queryFn: async ({ signal }) => (await request<Person>('GET', `/users/${id}`, { signal })).data.data,
    enabled: id !== undefined,
    staleTime: 600_000,
    retry: false,
  });
  return asked.data ? (asked.data.name ?? asked.data.username) : undefined;
}
