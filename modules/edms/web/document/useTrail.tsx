import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useLabel } from '#kernel/web/i18n/index.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import type { VersionRow } from '../api/answers.ts';
import { useEdmsT } from '../texts.ts';
import type { Shown } from './DocumentView.tsx';

/** States in which people still work on a version. */
export const inWork: ReadonlySet<string> = new Set(['DRAFT', 'PENDING_REVIEW', 'REVIEWED', 'PENDING_APPROVAL']);
/** States of a version that has an official PDF. */
export const published: ReadonlySet<string> = new Set(['APPROVED_PENDING_EFFECTIVE', 'EFFECTIVE', 'SUPERSEDED', 'OBSOLETE']);

type EdmsT = TFunction<'edms'>;

/** "Version 1.1, becomes 2.0", "Version 2.0, in force", "Version 1.0, superseded". */
export function editionText(e: EdmsT, { version, document }: Pick<Shown, 'version' | 'document'>): string {
  const label = version.label ?? '';
  if (inWork.has(version.state)) return e('edition.becomes', { label, next: `${(version.major ?? 0) + 1}.0` });
  if (document?.effectiveVersionId === version.id) return e('edition.inForce', { label });
  return e('edition.plain', { label });
}

/** Way from the list of documents to the version shown; where the document has another one in force or in work, it is one step away. */
export function useTrail({ version, document, versions }: Shown): readonly { readonly key: string; readonly node: ReactNode }[] {
  const e = useEdmsT();
  const label = useLabel();
  const list = { key: 'list', node: <AppLink href={pageOf(Document)}>{label(Document.plural)}</AppLink> };
  if (!document) return [list];
  const of = (id: string | null) => versions.find((one) => one.id === id);
  const other = [of(document.effectiveVersionId), of(document.workingVersionId)].find(
    (one): one is VersionRow => one !== undefined && one.id !== version.id,
  );
  if (!other) return [list];
  const text = e(other.id === document.effectiveVersionId ? 'edition.showInForce' : 'edition.showInWork', {
    label: other.label ?? '',
  });
  return [list, { key: 'other', node: <AppLink href={`${pageOf(Document, document.id)}?version=${other.id}`}>{text}</AppLink> }];
}
