import { useState } from 'react';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import { useRecordList } from '#kernel/web/api/records.ts';
import { RefPicker } from '#kernel/web/form/RefPicker.tsx';
import { cx } from '#kernel/web/parts/cx.ts';
import { Section } from '#kernel/web/parts/Section.tsx';
import { Document } from '../../records/document.ts';
import { usePlaceholderPreview } from '../api/queries.ts';
import { ProblemMessage } from '../parts/ProblemMessage.tsx';
import { useEdmsT } from '../texts.ts';
import css from './admin.module.css';

interface PreviewProps {
  readonly token: string;
  readonly dataSource: string;
  readonly field: string;
  readonly format: string;
}

/** What a placeholder becomes in a document that the reader chooses, while its definition is being written. */
export function Preview({ token, dataSource, field, format }: PreviewProps) {
  const e = useEdmsT();
  // A document in force is there to begin with, so that the preview says something at once.
  const first = useRecordList(Document, { state: 'EFFECTIVE' }).data?.pages[0]?.items[0];
  const [chosen, setChosen] = useState<string | null>(null);
  const documentId = chosen ?? first?.id;
  const found = usePlaceholderPreview(documentId, { dataSource, field, format });
  const refs = first ? { [first.id]: { type: Document.id, number: first.number, title: first.title } } : {};
  const value = found.data?.value;
  return (
    <Section title={e('placeholder.preview')}>
      <div className={cx(css.preview)}>
        <RefPicker
          label={e('placeholder.previewOn')}
          to="edms.document"
          isMany={false}
          value={documentId ?? null}
          onChange={(id) => setChosen(typeof id === 'string' ? id : null)}
          isOptional={false}
          isDisabled={false}
          refs={refs}
        />
        {found.error instanceof ApiProblem && <ProblemMessage problem={found.error.problem} />}
        <p role="status">
          <code>{`{{${token || '…'}}}`}</code>{' '}
          {!documentId
            ? e('placeholder.choose')
            : !field || !dataSource || value === undefined
              ? '…'
              : value === null
                ? e('placeholder.invalid')
                : ''}
          {typeof value === 'string' && (
            <>
              → <strong className={cx(css.value)}>{value === '' ? `(${e('placeholder.empty')})` : value}</strong>
            </>
          )}
        </p>
      </div>
    </Section>
  );
}
