import { Button } from '@mantine/core';
import { IconCircleCheck, IconPencil, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { permission } from '#kernel/schema';
import { useSession } from '#kernel/web/api/session.ts';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { EmptyState } from '#kernel/web/parts/EmptyState.tsx';
import { ErrorInPlace } from '#kernel/web/parts/ErrorInPlace.tsx';
import { SkeletonRows } from '#kernel/web/parts/SkeletonRows.tsx';
import { useKeys } from '#kernel/web/shell/keys.ts';
import { Document } from '../../records/document.ts';
import { useDashboard } from '../api/queries.ts';
import { NewDocumentPanel } from '../forms/NewDocumentPanel.tsx';
import { useEdmsT } from '../texts.ts';
import { textIn, usePageSearch } from '../usePageSearch.ts';
import { ApprovedFilters } from './ApprovedFilters.tsx';
import { ApprovedTable } from './ApprovedTable.tsx';
import css from './DashboardPage.module.css';
import { WorkTable } from './WorkTable.tsx';

const SHOWN = 100;

/** My documents on their way, then the documents in force. */
export default function DashboardPage() {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const session = useSession().data;
  const [search, change] = usePageSearch();
  const params = {
    q: textIn(search, 'q'),
    typeId: textIn(search, 'typeId'),
    sort: textIn(search, 'sort') ?? 'number',
    limit: SHOWN,
  };
  const found = useDashboard(params);
  const mayCreate = session?.permissions.includes(permission(Document, 'create')) ?? false;
  const create = (): void => change({ panel: 'new' });
  useKeys(mayCreate ? [{ keys: 'c', label: t('keys.create'), group: 'list', run: create }] : []);
  const isFiltered = params.q !== undefined || params.typeId !== undefined;
  const data = found.data;
  return (
    <div className={cx(css.page)}>
      <div className={cx(css.head)}>
        <h1>{e('dashboard.title')}</h1>
        {mayCreate && (
          <Button variant="filled" leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />} onClick={create}>
            {t('list.create', { record: label(Document.label).toLowerCase() })}
            <span className={cx(css.key)} aria-hidden="true">
              C
            </span>
          </Button>
        )}
      </div>
      {found.error && <ErrorInPlace error={found.error} what={e('dashboard.title')} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={8} widths={['8rem', '24rem', '10rem', '8rem']} />}
      {data && (
        <>
          <Group
            icon={<IconPencil size={16} stroke={1.7} aria-hidden="true" />}
            title={e('dashboard.work')}
            count={data.workflow.length + data.obsoletions.length}
          >
            {data.workflow.length + data.obsoletions.length > 0 ? (
              <WorkTable workflow={data.workflow} obsoletions={data.obsoletions} />
            ) : (
              <EmptyState title={e('dashboard.noWork')} icon={null}>
                {mayCreate && e('dashboard.noWorkHint')}
              </EmptyState>
            )}
          </Group>
          <Group
            icon={<IconCircleCheck size={16} stroke={1.7} aria-hidden="true" />}
            title={e('dashboard.approved')}
            count={data.approved.page.total}
            tools={<ApprovedFilters q={params.q ?? ''} typeId={params.typeId} onChange={change} />}
          >
            {data.approved.items.length > 0 ? (
              <ApprovedTable
                list={data.approved}
                sort={params.sort}
                onSort={(sort) => change({ sort: sort === 'number' ? undefined : sort })}
              />
            ) : (
              <EmptyState title={e(isFiltered ? 'dashboard.noMatch' : 'dashboard.noApproved')} icon={null} />
            )}
          </Group>
        </>
      )}
      {search.panel === 'new' && mayCreate && <NewDocumentPanel onClose={() => change({ panel: undefined })} />}
    </div>
  );
}

interface GroupProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly count: number;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

function Group({ icon, title, count, tools, children }: GroupProps) {
  return (
    <section aria-label={title} className={cx(css.section)}>
      <div className={cx(css.sectionHead)}>
        <h2>
          {icon} {title} <span className={cx(css.count)}>{count}</span>
        </h2>
        {tools}
      </div>
      {children}
    </section>
  );
}
