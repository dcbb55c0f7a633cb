import { IconUserOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useRecord } from '#kernel/web/api/records.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import type { PageProps } from '#kernel/web/screens/screens-for.ts';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import { useReadAfresh, useVersions } from '../api/queries.ts';
import { textIn, usePageSearch } from '../usePageSearch.ts';
import { DocumentView } from './DocumentView.tsx';

const waiting = <SkeletonRows rows={8} widths={['12rem', '30rem']} />;
/** How often a version whose day has come is looked at again until it is in force. */
const ACTIVATION_MS = 2_000;

function NotHere() {
  const t = useT();
  return (
    <EmptyState title={t('record.notFound')} icon={IconUserOff}>
      {t('record.notFoundHint')} <AppLink href={pageOf(Document)}>{t('record.backToList')}</AppLink>
    </EmptyState>
  );
}

const isAbsent = (error: unknown): boolean => error instanceof ApiProblem && error.problem.status === 404;

/** A document by its id: the version asked for, else the one in work that the reader may see, else the one in force. */
export default function DocumentPage({ params }: PageProps) {
  const id = params.id ?? '';
  const label = useLabel();
  const [search] = usePageSearch();
  const document = useRecord(Document, id);
  const versions = useVersions(id);
  if (isAbsent(document.error)) return <NotHere />;
  const error = document.error ?? versions.error;
  if (error) return <ErrorInPlace error={error} what={label(Document.label)} onRetry={() => void document.refetch()} />;
  if (!document.data || !versions.data) return waiting;
  const { workingVersionId, effectiveVersionId } = document.data.data;
  const seen = (wanted: string | null | undefined) => versions.data.find((version) => version.id === wanted)?.id;
  const shown = seen(textIn(search, 'version')) ?? seen(workingVersionId) ?? seen(effectiveVersionId) ?? versions.data[0]?.id;
  if (!shown) return <NotHere />;
  return <OneVersion versionId={shown} />;
}

/** A version by its id, as tasks and links name it. Its reviewer may read it before the document is open to readers. */
export function VersionPage({ params }: PageProps) {
  return <OneVersion versionId={params.id ?? ''} />;
}

function OneVersion({ versionId }: { readonly versionId: string }) {
  const label = useLabel();
  const clock = useClock();
  const version = useRecord(Version, versionId);
  const row = version.data?.data;
  const document = useRecord(Document, row?.documentId ?? '', row !== undefined);
  const readAfresh = useReadAfresh();
  const isDue =
    row?.state === 'APPROVED_PENDING_EFFECTIVE' && row.effectiveDate !== null && clock.daysUntil(row.effectiveDate) <= 0;
  useEffect(() => {
    if (!isDue) return;
    const timer = setInterval(() => void readAfresh(), ACTIVATION_MS);
    return () => clearInterval(timer);
  });
  if (isAbsent(version.error)) return <NotHere />;
  if (version.error) {
    return <ErrorInPlace error={version.error} what={label(Version.label)} onRetry={() => void version.refetch()} />;
  }
  if (!version.data || (document.isPending && !document.error)) return waiting;
  return <DocumentView key={version.data.data.documentId} version={version.data} document={document.data} />;
}
