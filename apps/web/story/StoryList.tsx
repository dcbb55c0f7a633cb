import { IconFileExport, IconLock, IconTag, IconUserPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { DataList } from '#kernel/web/list/DataList.tsx';
import { emptyQuery, isSameQuery, type ListQuery } from '#kernel/web/list/list-query.ts';
import type { BulkAction, FilterField, ListColumn, ListSource, SavedView } from '#kernel/web/list/types.ts';
import { Deadline } from '#kernel/web/parts/Deadline.tsx';
import { Severity } from '#kernel/web/parts/Severity.tsx';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { toast } from '#kernel/web/parts/toast.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { StoryFrame } from './StoryFrame.tsx';
import { type SampleEvent, sampleEvents } from './sample-events.ts';

const classes = ['Informational', 'Minor', 'Major', 'Critical'] as const;

const filters: readonly FilterField[] = [
  { key: 'reported', label: 'Reported', kind: 'day' },
  { key: 'site', label: 'Site', kind: 'choice', choices: [{ value: 'kla', label: 'Kampala' }] },
  { key: 'type', label: 'Type', kind: 'choice', choices: [{ value: 'complaint', label: 'Complaint' }] },
];

const review: ListQuery = { q: '', filters: [], sort: ['-number'] };
const views: readonly SavedView[] = [
  { key: 'all', label: 'All', query: emptyQuery },
  { key: 'open', label: 'Open', count: 38, query: { ...emptyQuery, filters: [{ field: 'site', op: 'eq', values: ['kla'] }] } },
  { key: 'severe', label: 'Critical and major', count: 17, query: emptyQuery },
  { key: 'late', label: 'Late', count: 3, query: emptyQuery },
  { key: 'dep', label: 'My department', query: emptyQuery },
  { key: 'q4', label: 'Q4 management review', query: review, isShared: true },
];
const initial: ListQuery = {
  q: '',
  filters: [
    { field: 'reported', op: 'gte', values: ['2026-10-01'] },
    { field: 'site', op: 'eq', values: ['kla'] },
    { field: 'type', op: 'ne', values: ['complaint'] },
  ],
  sort: ['-number'],
};

const all = (rows: readonly SampleEvent[]) => ({ takes: rows.length });
const bulk: readonly BulkAction<SampleEvent>[] = [
  {
    key: 'assign',
    label: 'Assign',
    icon: IconUserPlus,
    asksMore: true,
    assess: all,
    run: (rows) => toast({ title: `${rows.length} assigned` }),
  },
  {
    key: 'priority',
    label: 'Set priority',
    icon: IconTag,
    asksMore: true,
    assess: all,
    run: (rows) => toast({ title: `${rows.length} changed` }),
  },
  {
    key: 'export',
    label: 'Export',
    icon: IconFileExport,
    assess: all,
    run: (rows) => toast({ title: `${rows.length} exported` }),
  },
  {
    key: 'close',
    label: 'Close',
    icon: IconLock,
    assess: () => ({ takes: 0, why: 'deviations still open' }),
    run: () => undefined,
  },
];

/** The list specimen: 25 events, a saved view changed by filters, bulk bar with one refused action. */
export function StoryList() {
  return (
    <StoryFrame>
      <Events />
    </StoryFrame>
  );
}

function Events() {
  const clock = useClock();
  const [query, setQuery] = useState(initial);
  const columns = useMemo<readonly ListColumn<SampleEvent>[]>(
    () => [
      {
        key: 'number',
        label: 'Number',
        width: 110,
        role: 'number',
        priority: 0,
        sortKey: 'number',
        cell: (row) => <AppLink href="/story/record">{row.number}</AppLink>,
      },
      {
        key: 'title',
        label: 'Title',
        role: 'title',
        priority: 0,
        sortKey: 'title',
        cell: (row) => <span title={row.title}>{row.title}</span>,
      },
      {
        key: 'class',
        label: 'Class',
        width: 116,
        priority: 3,
        sortKey: 'class',
        cell: (row) => <Severity level={row.level} label={classes[row.level]} />,
      },
      {
        key: 'state',
        label: 'State',
        width: 168,
        role: 'state',
        priority: 0,
        sortKey: 'state',
        cell: (row) => <StateBadge {...row.state} />,
      },
      {
        key: 'next',
        label: 'Next step',
        width: 146,
        role: 'next',
        priority: 1,
        cell: (row) => (row.isMine ? <strong style={{ fontWeight: 600, color: 'var(--text)' }}>{row.next}</strong> : row.next),
      },
      {
        key: 'due',
        label: 'Due',
        width: 114,
        role: 'due',
        priority: 0,
        sortKey: 'due',
        cell: (row) => (row.due ? <Deadline due={row.due} /> : '–'),
      },
      {
        key: 'reported',
        label: 'Reported',
        width: 72,
        priority: 4,
        sortKey: 'reported',
        cell: (row) => clock.shortDay(row.reported),
      },
      { key: 'department', label: 'Department', width: 96, priority: 5, cell: (row) => row.department },
      {
        key: 'leadsTo',
        label: 'Leads to',
        width: 122,
        priority: 2,
        cell: (row) => (row.leadsTo === '–' ? '–' : <AppLink href="/story/record">{row.leadsTo}</AppLink>),
      },
    ],
    [clock],
  );
  const rows = useMemo(() => sampleEvents.filter((row) => row.title.toLowerCase().includes(query.q.toLowerCase())), [query.q]);
  const source: ListSource<SampleEvent> = {
    rows,
    total: rows.length,
    isEstimated: false,
    status: 'ready',
    hasMore: false,
    isLoadingMore: false,
    loadMore: () => undefined,
    retry: () => undefined,
    totalUnfiltered: 38,
  };
  const view = views.find((v) => isSameQuery(v.query, query) && v.key !== 'all') ?? views.find((v) => v.key === 'q4');
  return (
    <DataList
      name="Quality events"
      columns={columns}
      source={source}
      rowId={(row) => row.number}
      rowName={(row) => row.number}
      rowHref={() => '/story/record'}
      isFaded={(row) => row.state.family === 'ended'}
      query={query}
      onQuery={setQuery}
      initialSort="-number"
      views={views}
      viewKey={view?.key ?? 'all'}
      filters={filters}
      create={{ label: 'Report event', ability: { ok: true }, onAct: () => toast({ title: 'Report event' }) }}
      onShare={() => toast({ title: 'Shared' })}
      onImport={() => toast({ title: 'Import' })}
      onExport={() => toast({ title: 'Export' })}
      onSaveView={() => toast({ title: 'Saved' })}
      bulk={bulk}
      totals={[
        { key: 'open', text: '15 open' },
        { key: 'late', text: '3 late', tone: 'bad' },
        { key: 'critical', text: '2 critical' },
      ]}
      onOpen={() => undefined}
      storageKey="story"
    />
  );
}
