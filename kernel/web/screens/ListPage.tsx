import { IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { type Ability, type AnyRecord, permission, type Row, type TransitionSpec } from '#kernel/schema';
import { urlOf } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { type RefNames, useCreate, useRecordList, useTransition } from '../api/records.ts';
import { pageOf, resourceOf } from '../api/resource.ts';
import { useSession } from '../api/session.ts';
import { RecordForm } from '../form/lazy-form.tsx';
import { useLabel, useT } from '../i18n/index.ts';
import { DataList } from '../list/DataList.tsx';
import { emptyQuery, isSameQuery, type ListQuery, parseListQuery, writeListQuery } from '../list/list-query.ts';
import type { BulkAction, ListSource, SavedView } from '../list/types.ts';
import { SidePanel } from '../parts/SidePanel.tsx';
import { asksMore } from '../record/act-inputs.ts';
import { BulkOutcomes, type BulkResult } from './BulkOutcomes.tsx';
import { useListColumns, useListFilters } from './list-columns.tsx';
import { familyOf } from './names.ts';
import { changesOf } from './registry.ts';

const ImportWizard = lazy(() => import('../system/transfer/ImportWizard.tsx').then((file) => ({ default: file.ImportWizard })));

export interface ListPageProps {
  readonly record: AnyRecord;
  /** Search parameters of the URL, which is the view. */
  readonly search: Readonly<Record<string, unknown>>;
  readonly onSearch: (search: Readonly<Record<string, unknown>>) => void;
}

/** The list of a record type, made from its definition and the changes its module declares. */
export function ListPage({ record, search, onSearch }: ListPageProps) {
  const t = useT();
  const label = useLabel();
  const navigate = useNavigate();
  const session = useSession().data;
  const query = useMemo(() => parseListQuery(search), [search]);
  const found = useRecordList(record, writeListQuery(query));
  const everything = useRecordList(record, {});
  const pages = found.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const refs = useMemo<RefNames>(() => Object.assign({}, ...(pages?.map((page) => page.refs ?? {}) ?? [])), [pages]);
  const last = pages?.at(-1);
  const columns = useListColumns(record, refs);
  const filters = useListFilters(record);
  const views = useViews(record);
  const { bulk, results, closeResults } = useBulk(record);
  const view = views.find((one) => isSameQuery(one.query, query)) ?? views[0];
  const isCreating = search.panel === 'new';
  const openPage = (id: string) => void navigate({ href: pageOf(record, id) });

  const source: ListSource<Row> = {
    rows,
    total: last?.page.total ?? 0,
    isEstimated: last?.page.estimated ?? false,
    status: found.error ? 'failed' : found.data ? 'ready' : 'loading',
    problem: found.error instanceof ApiProblem ? found.error.problem : undefined,
    hasMore: found.hasNextPage,
    isLoadingMore: found.isFetchingNextPage,
    loadMore: () => void found.fetchNextPage(),
    retry: () => void found.refetch(),
    totalUnfiltered: everything.data?.pages[0]?.page.total,
  };
  const setQuery = (next: ListQuery): void => onSearch(writeListQuery(next));
  const ability = createAbility(record, session?.permissions);
  return (
    <>
      <DataList
        name={label(record.plural)}
        columns={columns}
        source={source}
        rowId={(row) => row.id}
        rowName={(row) => row.number ?? String(({ ...row } as Readonly<Record<string, unknown>>)[record.title] ?? '')}
        rowHref={(row) => pageOf(record, row.id)}
        isFaded={(row) => familyOf(record, row.state) === 'ended'}
        query={query}
        onQuery={setQuery}
        initialSort={record.sort.split(',')[0] ?? ''}
        views={views}
        viewKey={view?.key ?? 'all'}
        filters={filters}
        create={
          ability
            ? {
                label: t('list.create', { record: label(record.label).toLowerCase() }),
                ability,
                onAct: () => onSearch({ ...search, panel: 'new' }),
              }
            : undefined
        }
        onImport={ability?.ok ? () => onSearch({ ...search, panel: 'import' }) : undefined}
        onExport={(format) => window.location.assign(urlOf(`/api/v1${resourceOf(record)}`, { ...writeListQuery(query), format }))}
        bulk={bulk}
        onOpen={(row) => openPage(row.id)}
        storageKey={record.id}
      />
      {isCreating && ability?.ok && (
        <CreatePanel record={record} onClose={() => onSearch({ ...search, panel: undefined })} onCreated={openPage} />
      )}
      {search.panel === 'import' && ability?.ok && (
        <Suspense fallback={null}>
          <ImportWizard record={record} onClose={() => onSearch({ ...search, panel: undefined })} />
        </Suspense>
      )}
      {results && <BulkOutcomes results={results} onClose={closeResults} />}
    </>
  );
}

/** Whether records of this type can be made here; nothing is shown where only commands make them. */
function createAbility(record: AnyRecord, permissions: readonly string[] | undefined): Ability | undefined {
  if (record.commandsOnly || !permissions) return undefined;
  // A person without the permission does not expect to create here, so no refused button either.
  return permissions.includes(permission(record, 'create')) ? { ok: true } : undefined;
}

function useViews(record: AnyRecord): readonly SavedView[] {
  const t = useT();
  const label = useLabel();
  return useMemo(
    () => [
      { key: 'all', label: t('list.all'), query: emptyQuery },
      ...(changesOf(record).list?.views ?? []).map((view) => ({
        key: view.key,
        label: label(view.label),
        query: parseListQuery(view.search),
      })),
    ],
    [record, t, label],
  );
}

interface CreatePanelProps {
  readonly record: AnyRecord;
  readonly onClose: () => void;
  readonly onCreated: (id: string) => void;
}

function CreatePanel({ record, onClose, onCreated }: CreatePanelProps) {
  const t = useT();
  const label = useLabel();
  const create = useCreate(record);
  // One key for the whole form: a repeated press or a lost answer makes one record only.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  return (
    <SidePanel title={t('list.create', { record: label(record.label).toLowerCase() })} onClose={onClose}>
      <RecordForm
        record={record}
        onSubmit={async (values) => {
          const { data } = await create.mutateAsync({ values, idempotencyKey });
          onCreated(data.data.id);
        }}
        onCancel={onClose}
      />
    </SidePanel>
  );
}

/** Transitions for a selection: each says beforehand how many rows it would take by their state, and afterwards what became of each. */
function useBulk(record: AnyRecord) {
  const t = useT();
  const label = useLabel();
  const transition = useTransition(record);
  const [results, setResults] = useState<{ readonly action: string; readonly rows: readonly BulkResult[] } | null>(null);
  const transitions = record.transitions as Readonly<Record<string, TransitionSpec>>;
  const names = (changesOf(record).list?.bulk ?? []).filter((name) => {
    const spec = transitions[name];
    // What asks or is signed needs its dialog, which stands on the record.
    return spec !== undefined && !asksMore(record, spec) && !spec.sign;
  });
  const run = async (name: string, action: string, rows: readonly Row[]): Promise<void> => {
    const outcomes: BulkResult[] = [];
    for (const row of rows) {
      const at = row.number ?? row.id;
      try {
        await transition.mutateAsync({ id: row.id, verb: name, version: row.version });
        outcomes.push({ name: at, ok: true });
      } catch (error) {
        outcomes.push({
          name: at,
          ok: false,
          detail: error instanceof ApiProblem ? error.problem.detail : t('error.unexpected'),
        });
      }
    }
    setResults({ action, rows: outcomes });
  };
  const bulk: readonly BulkAction<Row>[] = names.flatMap((name) => {
    const spec = transitions[name];
    if (!spec) return [];
    const action = label(spec.label);
    return [
      {
        key: name,
        label: action,
        icon: IconPlayerPlay,
        assess: (rows) => ({ takes: rows.filter((row) => spec.from.includes(row.state)).length, why: t('list.refused') }),
        run: (rows) => void run(name, action, rows),
      },
    ];
  });
  return { bulk, results, closeResults: () => setResults(null) };
}
