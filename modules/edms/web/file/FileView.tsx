import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import type { FileAnswer } from '#kernel/web/record/answers.ts';
import type { PlacedComment, VersionRow } from '../api/answers.ts';
import { readBytes } from '../api/bytes.ts';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import { useEdmsT } from '../texts.ts';
import css from './FileView.module.css';
import type { Place } from './places.ts';

const Pages = lazy(() => import('./Pages.tsx').then((file) => ({ default: file.Pages })));

export interface FileViewProps {
  readonly version: VersionRow;
  readonly file: FileAnswer;
  readonly comments: readonly PlacedComment[];
  /** Comment that is led to. */
  readonly chosen: string | undefined;
  readonly onChoose: (commentId: string) => void;
  /** Where a new comment will stand. */
  readonly place: Place | null;
  readonly onPlace: (place: Place | null) => void;
}

/** The version as it reads: pages of a document, a picture, or plain text. What cannot be shown says why. */
export function FileView(props: FileViewProps) {
  const t = useT();
  const e = useEdmsT();
  const { version, file } = props;
  const found = useQuery({
    // The watermark and the filled placeholders follow the state of the version.
    // Comments and tasks do not change it, so it is not read again with the version.
    queryKey: ['edms.view', version.id, file.sha256, version.state, version.label],
    queryFn: async ({ signal }) => readBytes(`/edms/versions/${version.id}/view`, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (found.error) {
    return (
      <div className={cx(css.refused)}>
        {found.error instanceof ApiProblem ? <ProblemMessage problem={found.error.problem} /> : found.error.message}
      </div>
    );
  }
  if (!found.data) {
    return (
      <div role="status" className={cx(css.refused)}>
        <p className={cx(css.making)}>{e('file.making')}</p>
        <SkeletonRows rows={12} widths={['36rem']} />
      </div>
    );
  }
  const { mime, blob } = found.data;
  if (mime === 'application/pdf') {
    return (
      <Suspense fallback={<SkeletonRows rows={12} widths={['36rem']} />}>
        <Pages {...props} blob={blob} />
      </Suspense>
    );
  }
  if (mime.startsWith('image/')) return <Picture blob={blob} text={`${t('record.file')} ${file.fileName}`} />;
  return <PlainText blob={blob} />;
}

function Picture({ blob, text }: { readonly blob: Blob; readonly text: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <div className={cx(css.stage)}>{url && <img src={url} alt={text} className={cx(css.picture)} />}</div>;
}

function PlainText({ blob }: { readonly blob: Blob }) {
  const e = useEdmsT();
  const [text, setText] = useState('');
  useEffect(() => {
    void blob.text().then(setText);
  }, [blob]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={cx(css.stage)} tabIndex={0} aria-label={e('file.text')}>
      <pre className={cx(css.plain)}>{text}</pre>
    </section>
  );
}
