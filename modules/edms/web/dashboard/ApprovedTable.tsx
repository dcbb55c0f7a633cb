import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { ApiProblem } from '#kernel/web/api/problem.ts';
import type { ListAnswer } from '#kernel/web/api/records.ts';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { LinkButton } from '#kernel/web/parts/LinkButton.tsx';
import { Message } from '#kernel/web/parts/Message.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { useStateBadge } from '#kernel/web/screens/names.ts';
import { refText } from '#kernel/web/screens/RefLink.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { download } from '../api/bytes.ts';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';

interface ApprovedTableProps {
  readonly list: ListAnswer<typeof Document>;
  /** Field the rows are sorted by, with a minus for descending. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** Documents in force, each with its official PDF at hand. */
export function ApprovedTable({ list, sort, onSort }: ApprovedTableProps) {
  const t = useT();
  const e = useEdmsT();
  const clock = useClock();
  const stateBadge = useStateBadge();
  const refs = list.refs ?? {};
  const official = useMutation({ mutationFn: (versionId: string) => download(versionId, 'official') });
  const head = (field: string, text: string) => {
    const isUp = sort === field;
    const isDown = sort === `-${field}`;
    return (
      <th scope="col" aria-sort={isUp ? 'ascending' : isDown ? 'descending' : undefined}>
        <button type="button" onClick={() => onSort(isUp ? `-${field}` : field)} title={t('list.sortBy', { column: text })}>
          {text}
          {isUp && <IconArrowUp size={13} stroke={1.7} aria-hidden="true" />}
          {isDown && <IconArrowDown size={13} stroke={1.7} aria-hidden="true" />}
        </button>
      </th>
    );
  };
  return (
    <>
      {official.error && (
        <Message tone="bad" role="alert" title={e('download.notDone')}>
          {official.error instanceof ApiProblem ? official.error.problem.detail : official.error.message}
        </Message>
      )}
      <div className={cx(table.scroll)}>
        <table className={cx(table.table)}>
          <thead>
            <tr>
              {head('number', t('field.number'))}
              {head('title', t('sign.recordTitle'))}
              <th scope="col">{e('field.type')}</th>
              <th scope="col">{e('field.version')}</th>
              <th scope="col">{t('field.state')}</th>
              {head('effectiveDate', e('field.effective'))}
              {head('nextReviewDate', e('field.nextReview'))}
              <th scope="col">{e('download.official')}</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <AppLink href={pageOf(Document, row.id)}>{row.number}</AppLink>
                </th>
                <td className={cx(table.title)}>{row.title}</td>
                <td>{refText(row.typeId, refs) ?? '–'}</td>
                <td>{row.label}</td>
                <td>
                  <StateBadge {...stateBadge(Document, row.state)} />
                </td>
                <td className={cx(table.keep)}>{row.effectiveDate ? clock.shortDay(row.effectiveDate) : '–'}</td>
                <td className={cx(table.keep)}>{row.nextReviewDate ? clock.shortDay(row.nextReviewDate) : '–'}</td>
                <td className={cx(table.keep)}>
                  {row.effectiveVersionId ? (
                    <LinkButton onClick={() => !official.isPending && official.mutate(row.effectiveVersionId ?? '')}>
                      {official.isPending && official.variables === row.effectiveVersionId
                        ? e('download.making')
                        : e('download.officialShort')}
                      <VisuallyHidden> {row.number}</VisuallyHidden>
                    </LinkButton>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
