import { useState } from 'react';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import type { FileAnswer } from '#kernel/web/record/answers.ts';
import { sizeText } from '#kernel/web/record/FilesTab.tsx';
import { RefLink } from '#kernel/web/screens/RefLink.tsx';
import type { Shown } from '../document/DocumentView.tsx';
import { useEdmsT } from '../texts.ts';
import { CommentsPanel } from './CommentsPanel.tsx';
import css from './FileTab.module.css';
import { FileView } from './FileView.tsx';
import type { Place } from './places.ts';
import { Upload } from './Upload.tsx';

interface FileTabProps {
  readonly shown: Shown;
  /** Comment to be led to, from the URL. */
  readonly commentId: string | undefined;
}

/** The file of the version: uploaded in draft, read in the browser, commented on its pages. */
export function FileTab({ shown, commentId }: FileTabProps) {
  const t = useT();
  const e = useEdmsT();
  const [chosen, setChosen] = useState<string | undefined>(commentId);
  const [place, setPlace] = useState<Place | null>(null);
  const { version, files, comments, readVersion, refs } = shown;
  const originals = files.filter((file) => file.role === 'ORIGINAL');
  const current = originals.find((file) => file.state === 'CURRENT');
  const mayUpload = readVersion.can.edit?.ok === true;
  if (!current) {
    return (
      <div className={cx(css.empty)}>
        {mayUpload ? <Upload versionId={version.id} isFirst /> : <EmptyState title={t('record.noFiles')} />}
      </div>
    );
  }
  return (
    <div className={cx(css.tab)}>
      <div className={cx(css.facts)}>
        <FileFacts file={current} refs={refs} />
        {mayUpload && <Upload versionId={version.id} isFirst={false} />}
      </div>
      <div className={cx(css.columns)}>
        <FileView
          key={current.sha256 + version.state}
          version={version}
          file={current}
          comments={comments}
          chosen={chosen}
          onChoose={setChosen}
          place={place}
          onPlace={setPlace}
        />
        <aside className={cx(css.comments)} aria-label={t('record.tab.comments')}>
          <h2>{t('record.tab.comments')}</h2>
          <CommentsPanel shown={shown} chosen={chosen} onChoose={setChosen} place={place} onPlaceDone={() => setPlace(null)} />
        </aside>
      </div>
      {originals.length > 1 && (
        <details className={cx(css.before)}>
          <summary>{e('file.before', { count: originals.length - 1 })}</summary>
          <ul>
            {originals
              .filter((file) => file.id !== current.id)
              .map((file) => (
                <li key={file.id}>
                  <FileFacts file={file} refs={refs} />
                </li>
              ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function FileFacts({ file, refs }: { readonly file: FileAnswer; readonly refs: Shown['refs'] }) {
  const clock = useClock();
  const hash = `${file.sha256.slice(0, 4)} ${file.sha256.slice(4, 8)} … ${file.sha256.slice(-4)}`;
  return (
    <p className={cx(css.file)}>
      <strong>{file.fileName}</strong> <span>{sizeText(file.size)}</span> <code title={file.sha256}>{hash}</code>{' '}
      <span>
        {clock.moment(file.createdAt)}, <RefLink id={file.createdBy} type="access.user" refs={refs} />
      </span>
    </p>
  );
}
