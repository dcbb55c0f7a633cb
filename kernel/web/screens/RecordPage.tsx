import { IconUserOff } from '@tabler/icons-react';
import { type ReactNode, Suspense, useMemo, useState } from 'react';
import type { Ability, AnyRecord, Row, TransitionSpec } from '#kernel/schema';
import { ApiProblem } from '../api/problem.ts';
import { type RefNames, useEdit, useRecord, useRecordPart } from '../api/records.ts';
import { pageOf } from '../api/resource.ts';
import { useSession } from '../api/session.ts';
import { RecordForm } from '../form/lazy-form.tsx';
import { useClock } from '../i18n/clock.tsx';
import { useLabel, useT } from '../i18n/index.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { SidePanel } from '../parts/SidePanel.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import type { FileAnswer, LinkAnswer, SignatureAnswer, TaskAnswer } from '../record/answers.ts';
import { CommentsTab } from '../record/CommentsTab.tsx';
import { DetailsTab } from '../record/DetailsTab.tsx';
import { FilesTab } from '../record/FilesTab.tsx';
import { HistoryTab } from '../record/HistoryTab.tsx';
import { LinksTab } from '../record/LinksTab.tsx';
import { RecordLayout } from '../record/RecordLayout.tsx';
import { SignaturesTab } from '../record/SignaturesTab.tsx';
import type { RecordTab } from '../record/Tabs.tsx';
import { useActs } from '../record/useActs.tsx';
import { AppLink } from '../shell/AppLink.tsx';
import { useKeys } from '../shell/keys.ts';
import { familyOf, useStateBadge } from './names.ts';
import { RecordRail } from './RecordRail.tsx';
import { changesOf } from './registry.ts';
import { useNowLine } from './useNowLine.ts';
import { useRecordActions } from './useRecordActions.ts';
import { useTimeline } from './useTimeline.ts';

export interface RecordPageProps {
  readonly record: AnyRecord;
  readonly id: string;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  /** `edit` opens the form beside the record. */
  readonly panel: string | undefined;
  readonly onPanel: (panel: string | undefined) => void;
}

/** The page of one record, made from its definition and the changes its module declares. */
export function RecordPage(props: RecordPageProps) {
  const { record, id } = props;
  const t = useT();
  const label = useLabel();
  const found = useRecord(record, id);
  if (found.data)
    return (
      <Loaded {...props} row={found.data.data} can={found.data.can} refs={found.data.refs ?? {}} version={found.data.version} />
    );
  if (found.error instanceof ApiProblem && found.error.problem.status === 404) {
    return (
      <EmptyState title={t('record.notFound')} icon={IconUserOff}>
        {t('record.notFoundHint')} <AppLink href={pageOf(record)}>{t('record.backToList')}</AppLink>
      </EmptyState>
    );
  }
  if (found.error) return <ErrorInPlace error={found.error} what={label(record.label)} onRetry={() => void found.refetch()} />;
  return <SkeletonRows rows={8} widths={['12rem', '30rem']} />;
}

interface LoadedProps extends RecordPageProps {
  readonly row: Row;
  readonly can: Readonly<Record<string, Ability>>;
  readonly refs: RefNames;
  readonly version: number | string;
}

function Loaded({ record, row, can, refs, version, tab, onTab, panel, onPanel }: LoadedProps) {
  const t = useT();
  const label = useLabel();
  const clock = useClock();
  const session = useSession().data;
  const stateBadge = useStateBadge();
  const changes = changesOf(record).record ?? {};
  const tasks = useRecordPart<TaskAnswer>(record, row.id, 'tasks');
  const signatures = useRecordPart<SignatureAnswer>(record, row.id, 'signatures');
  const files = useRecordPart<FileAnswer>(record, row.id, 'files');
  const links = useRecordPart<LinkAnswer>(record, row.id, 'links');
  const comments = useRecordPart<{ readonly id: string }>(record, row.id, 'comments');
  const acts = useActs(record, row, version, refs);
  const [command, setCommand] = useState<string | null>(null);
  const actions = useRecordActions(record, row, can, acts, () => onPanel('edit'), setCommand);
  const allRefs = useMemo<RefNames>(
    () => ({ ...refs, ...tasks.data?.refs, ...files.data?.refs, ...comments.data?.refs }),
    [refs, tasks.data, files.data, comments.data],
  );
  const now = useNowLine(record, row, tasks.data?.items ?? [], allRefs, session?.user.id);
  const steps = useTimeline(record, row, signatures.data?.items ?? [], tasks.data?.items ?? [], allRefs, session?.user.id);
  const values: Readonly<Record<string, unknown>> = { ...row };
  const title = String(values[record.title] ?? '');
  const expected = actions.find((action) => action.isPrimary && action.ability.ok);
  const back = actions.find((action) => isReturn(record, action.key) && action.ability.ok);
  const edit = can.edit;

  useKeys([
    ...(expected ? [{ keys: 's', label: t('keys.sign'), group: 'record' as const, run: expected.onAct }] : []),
    ...(expected ? [{ keys: 'a', label: t('keys.sign'), group: 'record' as const, run: expected.onAct }] : []),
    ...(back ? [{ keys: 'r', label: t('keys.reject'), group: 'record' as const, run: back.onAct }] : []),
    ...(edit?.ok ? [{ keys: 'e', label: t('keys.edit'), group: 'record' as const, run: () => onPanel('edit') }] : []),
  ]);

  const panelProps = { record, row, refs: allRefs, version };
  const Command = command === null ? undefined : changes.commands?.[command]?.act;
  const own: readonly RecordTab[] = (changes.tabs ?? []).map((extra) => ({
    key: extra.key,
    label: label(extra.label),
    content: (
      <Suspense fallback={<SkeletonRows rows={4} widths={['12rem', '24rem']} />}>
        <extra.content {...panelProps} />
      </Suspense>
    ),
  }));
  const isFirst = (key: string): boolean => changes.tabs?.find((extra) => extra.key === key)?.isFirst === true;
  const tabs: readonly RecordTab[] = [
    { key: 'details', label: t('record.tab.details'), content: <DetailsTab {...panelProps} isEditable={edit?.ok ?? false} /> },
    ...own.filter((extra) => isFirst(extra.key)),
    {
      key: 'files',
      label: t('record.tab.files'),
      count: files.data?.items.length,
      content: <FilesTab {...panelProps} mayAttach={edit} />,
    },
    { key: 'links', label: t('record.tab.links'), count: links.data?.items.length, content: <LinksTab {...panelProps} /> },
    {
      key: 'comments',
      label: t('record.tab.comments'),
      count: comments.data?.items.length,
      content: <CommentsTab {...panelProps} />,
    },
    { key: 'history', label: t('record.tab.history'), content: <HistoryTab {...panelProps} /> },
    {
      key: 'signatures',
      label: t('record.tab.signatures'),
      count: signatures.data?.items.length,
      content: <SignaturesTab {...panelProps} />,
    },
    ...own.filter((extra) => !isFirst(extra.key)),
  ];
  return (
    <>
      <RecordLayout
        header={{
          trail: [{ key: 'list', node: <AppLink href={pageOf(record)}>{label(record.plural)}</AppLink> }],
          number: row.number ?? title,
          title: row.number ? title : '',
          state: record.states ? stateBadge(record, row.state) : undefined,
          version: row.revision > 1 ? t('record.revision', { n: row.revision }) : undefined,
          now,
          actions,
        }}
        steps={steps}
        tab={tab}
        onTab={onTab}
        tabs={tabs}
        rail={
          <>
            <RecordRail
              record={record}
              row={row}
              can={can}
              tasks={tasks.data?.items ?? []}
              links={links.data?.items ?? []}
              refs={allRefs}
              readerId={session?.user.id}
            />
            {changes.rail && <changes.rail {...panelProps} />}
          </>
        }
        printFoot={
          <>
            <p>{t('record.printedBy', { name: session?.user.name ?? '', time: clock.moment(clock.now) })}</p>
            <p>{t('record.validOnly')}</p>
          </>
        }
      />
      {panel === 'edit' && (
        <EditPanel record={record} row={row} refs={allRefs} version={version} onClose={() => onPanel(undefined)} />
      )}
      {acts.dialog}
      <Suspense fallback={null}>{Command && <Command {...panelProps} onClose={() => setCommand(null)} />}</Suspense>
    </>
  );
}

function isReturn(record: AnyRecord, key: string): boolean {
  const spec = (record.transitions as Readonly<Record<string, TransitionSpec>>)[key];
  return spec !== undefined && (spec.outcome === 'reject' || spec.rework === true);
}

interface EditPanelProps {
  readonly record: AnyRecord;
  readonly row: Row;
  readonly refs: RefNames;
  readonly version: number | string;
  readonly onClose: () => void;
}

function EditPanel({ record, row, refs, version, onClose }: EditPanelProps): ReactNode {
  const t = useT();
  const label = useLabel();
  const edit = useEdit(record);
  const fresh = useRecord(record, row.id);
  const values: Readonly<Record<string, unknown>> = { ...row };
  return (
    <SidePanel title={`${t('record.edit')}: ${row.number ?? label(record.label)}`} onClose={onClose}>
      <RecordForm
        record={record}
        row={values}
        refs={refs}
        isReasonRequired={record.regulated && familyOf(record, row.state) !== 'writing'}
        onSubmit={async (changes, reason) => {
          await edit.mutateAsync({ id: row.id, version, changes, ...(reason ? { reason } : {}) });
          onClose();
        }}
        onCancel={onClose}
        onReload={() => void fresh.refetch()}
      />
    </SidePanel>
  );
}
