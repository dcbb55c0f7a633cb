import { Button, FileButton } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Ability } from '#kernel/schema';
import { request } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { useRecordPart } from '../api/records.ts';
import { resourceOf } from '../api/resource.ts';
import { useClock } from '../i18n/clock.tsx';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Message } from '../parts/Message.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { RefLink } from '../screens/RefLink.tsx';
import type { RecordPanelProps } from '../screens/screens-for.ts';
import type { FileAnswer } from './answers.ts';
import css from './tabs-common.module.css';

const units = ['B', 'kB', 'MB', 'GB'] as const;

/** Size in bytes with a unit and at most one decimal: "219 kB". */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`;
}

interface FilesTabProps extends RecordPanelProps {
  readonly mayAttach: Ability | undefined;
}

/** Files of a record; replaced ones stay readable, in grey. */
export function FilesTab({ record, row, refs, mayAttach }: FilesTabProps) {
  const t = useT();
  const clock = useClock();
  const path = `${resourceOf(record)}/${row.id}/files`;
  const found = useRecordPart<FileAnswer>(record, row.id, 'files');
  const attach = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.append('file', file);
      return request('POST', path, { body });
    },
    onSuccess: () => found.refetch(),
  });
  const open = useMutation({
    mutationFn: async (file: FileAnswer) => {
      const { data } = await request<{ data: { url: string } }>('POST', `/files/${file.id}/link`, {
        body: { disposition: 'inline' },
      });
      window.open(data.data.url, '_blank', 'noopener');
    },
  });
  if (found.error) return <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={3} widths={['20rem', '6rem', '10rem']} />;
  const failure = attach.error ?? open.error;
  return (
    <div className={cx(css.page)}>
      {mayAttach?.ok && (
        <div className={cx(css.bar)}>
          <FileButton onChange={(file) => file && attach.mutate(file)}>
            {(props) => (
              <Button
                {...props}
                loading={attach.isPending}
                leftSection={<IconPaperclip size={15} stroke={1.7} aria-hidden="true" />}
              >
                {t('record.addFile')}
              </Button>
            )}
          </FileButton>
        </div>
      )}
      {failure && (
        <Message tone="bad" role="alert" title={t('record.notAttached')}>
          {failure instanceof ApiProblem ? failure.problem.detail : failure.message}
        </Message>
      )}
      {found.data.items.length === 0 ? (
        <EmptyState title={t('record.noFiles')} />
      ) : (
        <table className={cx(css.table)}>
          <thead>
            <tr>
              <th scope="col">{t('record.file')}</th>
              <th scope="col">{t('record.size')}</th>
              <th scope="col">SHA-256</th>
              <th scope="col">{t('record.uploaded')}</th>
              <th scope="col">{t('record.by')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.items.map((file) => (
              <tr key={file.id} className={cx(file.state === 'SUPERSEDED' && css.faded)}>
                <th scope="row">
                  <LinkButton onClick={() => open.mutate(file)}>{file.fileName}</LinkButton>
                  {file.state === 'SUPERSEDED' && <span className={cx(css.muted)}> {t('record.replaced')}</span>}
                  {file.isContent && <div className={cx(css.muted)}>{t('record.content')}</div>}
                  {file.description && <div className={cx(css.muted)}>{file.description}</div>}
                </th>
                <td>{sizeText(file.size)}</td>
                <td>
                  <code
                    title={file.sha256}
                  >{`${file.sha256.slice(0, 4)} ${file.sha256.slice(4, 8)} … ${file.sha256.slice(-4)}`}</code>
                </td>
                <td>{clock.moment(file.createdAt)}</td>
                <td>
                  <RefLink id={file.createdBy} type="access.user" refs={{ ...refs, ...found.data.refs }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
