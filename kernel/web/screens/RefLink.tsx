import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import type { RecordAnswer, RefNames } from '../api/records.ts';
import { pageOf, resourceOf } from '../api/resource.ts';
import { useT } from '../i18n/index.ts';
import { AppLink } from '../shell/AppLink.tsx';
import { definitionOf } from './definitions.ts';

export interface RefLinkProps {
  /** Id of the record referred to. */
  readonly id: string;
  /** Its type, `module.record`; empty when only the answer knows it. */
  readonly type: string;
  readonly refs: RefNames;
}

/** Name of a record, without a link: number and title, or a person's name. */
export function refText(id: string, refs: RefNames): string | undefined {
  const name = refs[id];
  if (!name) return undefined;
  return name.number && name.title && name.number !== name.title
    ? `${name.number} ${name.title}`
    : name.title || (name.number ?? undefined);
}

/** A record referred to, as a link by its number or name. People are names: their page is for administrators. */
export function RefLink({ id, type, refs }: RefLinkProps) {
  const t = useT();
  const name = refs[id];
  const target = name?.type ?? type;
  const record = definitionOf(target);
  const isPerson = target === 'access.user';
  const asked = useQuery({
    queryKey: ['name', target, id],
    queryFn: async ({ signal }) =>
      (await request<RecordAnswer>('GET', `${record ? resourceOf(record) : ''}/${id}`, { signal })).data,
    enabled: name === undefined && record !== undefined && !isPerson,
    staleTime: 600_000,
  });
  const values: Readonly<Record<string, unknown>> | undefined = asked.data ? { ...asked.data.data } : undefined;
  const number = name?.number ?? asked.data?.data.number ?? null;
  const title = name?.title ?? (record && values ? String(values[record.title] ?? '') : '');
  if (isPerson) return <>{title || t('common.unknownPerson')}</>;
  if (!number && !title) return <>–</>;
  if (!record) return <>{number ?? title}</>;
  return (
    <>
      <AppLink href={pageOf(record, id)}>{number ?? title}</AppLink>
      {number && title && title !== number ? ` ${title}` : ''}
    </>
  );
}
