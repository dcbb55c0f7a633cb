import { useState } from 'react';
import type { Row } from '#kernel/schema';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Segments } from '#kernel/web/parts/Segments.tsx';
import { HistoryTab } from '#kernel/web/record/HistoryTab.tsx';
import { LinksTab } from '#kernel/web/record/LinksTab.tsx';
import { SignaturesTab } from '#kernel/web/record/SignaturesTab.tsx';
import type { RecordTab } from '#kernel/web/record/Tabs.tsx';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import { CommentsPanel } from '../file/CommentsPanel.tsx';
import { FileTab } from '../file/FileTab.tsx';
import { useEdmsT } from '../texts.ts';
import type { PageSearch } from '../usePageSearch.ts';
import { DetailsTab } from './DetailsTab.tsx';
import type { Shown } from './DocumentView.tsx';
import css from './document.module.css';
import { VersionsTab } from './VersionsTab.tsx';

/** Parts of the page, in the order of their keys. */
export function useDocumentTabs(shown: Shown, search: PageSearch, change: (change: PageSearch) => void): readonly RecordTab[] {
  const t = useT();
  const e = useEdmsT();
  const { version, document, refs, readVersion, readDocument } = shown;
  const ofVersion = { record: Version, row: version as Row, refs, version: readVersion.version };
  const ofDocument = document
    ? { record: Document, row: document as Row, refs, version: readDocument?.version ?? document.version }
    : undefined;
  const current = shown.files.filter((file) => file.state === 'CURRENT' && file.role !== 'RENDITION');
  const toPlace = (commentId: string): void => change({ tab: 'file', comment: commentId });
  return [
    {
      key: 'details',
      label: t('record.tab.details'),
      content: <DetailsTab shown={shown} onPanel={(panel) => change({ panel })} />,
    },
    {
      key: 'file',
      label: e('file.title'),
      count: current.length,
      content: <FileTab shown={shown} commentId={typeof search.comment === 'string' ? search.comment : undefined} />,
    },
    ...(ofDocument
      ? [{ key: 'links', label: t('record.tab.links'), count: shown.links.length, content: <LinksTab {...ofDocument} /> }]
      : []),
    {
      key: 'comments',
      label: t('record.tab.comments'),
      count: shown.comments.length,
      content: (
        <div className={cx(css.prose)}>
          <CommentsPanel shown={shown} onPlace={toPlace} />
        </div>
      ),
    },
    { key: 'history', label: t('record.tab.history'), content: <Histories ofVersion={ofVersion} ofDocument={ofDocument} /> },
    {
      key: 'signatures',
      label: t('record.tab.signatures'),
      count: shown.signatures.length,
      content: <SignaturesTab {...ofVersion} />,
    },
    {
      key: 'versions',
      label: e('versions.title'),
      count: shown.versions.length,
      content: <VersionsTab shown={shown} search={search} onSearch={change} />,
    },
  ];
}

interface HistoriesProps {
  readonly ofVersion: Parameters<typeof HistoryTab>[0];
  readonly ofDocument: Parameters<typeof HistoryTab>[0] | undefined;
}

/** What happened to the version, or to the document through all its versions. */
function Histories({ ofVersion, ofDocument }: HistoriesProps) {
  const label = useLabel();
  const e = useEdmsT();
  const [whose, setWhose] = useState<'version' | 'document'>('version');
  if (!ofDocument) return <HistoryTab {...ofVersion} />;
  return (
    <>
      <div className={cx(css.bar)} data-no-print="">
        <Segments
          label={e('history.of')}
          value={whose}
          onChange={setWhose}
          options={[
            { value: 'version', label: label(Version.fields.label.label) },
            { value: 'document', label: label(Document.label) },
          ]}
        />
      </div>
      {whose === 'version' ? <HistoryTab {...ofVersion} /> : <HistoryTab {...ofDocument} />}
    </>
  );
}
