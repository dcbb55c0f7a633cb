import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPencil, IconPlus, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AnyRecord, Row, TransitionSpec } from '#kernel/schema';
import { ApiProblem } from '../api/problem.ts';
import { type RefNames, recordKeys, useCreate, useEdit, useRecordList, useTransition } from '../api/records.ts';
import { RecordForm } from '../form/lazy-form.tsx';
import { useClock } from '../i18n/clock.tsx';
import { useLabel, useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Message } from '../parts/Message.tsx';
import { Section } from '../parts/Section.tsx';
import { SidePanel } from '../parts/SidePanel.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { childrenOf } from '../screens/definitions.ts';
import { useListColumns } from '../screens/list-columns.tsx';
import { asksMore } from './act-inputs.ts';
import css from './tabs-common.module.css';

const PAGE = 100;

export interface ChildTablesProps {
  readonly record: AnyRecord;
  readonly row: Row;
  /** The record may be edited now, and its parts with it. */
  readonly isEditable: boolean;
}

/** Rows that are part of a record (order lines, results, answers): versioned, locked, signed and audited with it. */
export function ChildTables({ record, row, isEditable }: ChildTablesProps) {
  return childrenOf(record).map((child) => (
    <ChildTable key={child.id} child={child} parent={record} row={row} isEditable={isEditable} />
  ));
}

interface ChildTableProps {
  readonly child: AnyRecord;
  readonly parent: AnyRecord;
  readonly row: Row;
  readonly isEditable: boolean;
}

/** Row being edited, `new`, or nothing. */
type Open = Row | 'new' | null;

function ChildTable({ child, parent, row, isEditable }: ChildTableProps) {
  const t = useT();
  const label = useLabel();
  const clock = useClock();
  const client = useQueryClient();
  const field = child.partOf?.field ?? '';
  const found = useRecordList(child, { [field]: row.id, sort: child.sort });
  const transition = useTransition(child);
  const [open, setOpen] = useState<Open>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const refs = useMemo<RefNames>(
    () => Object.assign({}, ...(found.data?.pages.map((page) => page.refs ?? {}) ?? [])),
    [found.data],
  );
  const all = useListColumns(child, refs, false);
  const columns = child.list.flatMap((name) => all.filter((column) => column.key === name && name !== field && name !== 'state'));
  const mayWrite = isEditable && !child.commandsOnly;
  const total = found.data?.pages.at(-1)?.page.total ?? 0;
  const acts = Object.entries(child.transitions as Readonly<Record<string, TransitionSpec>>).filter(
    ([, spec]) => spec.needs !== 'system' && !spec.sign && !asksMore(child, spec),
  );
  // A change of a part moves the version of the whole.
  const moved = (): void => void client.invalidateQueries({ queryKey: recordKeys.all(parent) });
  const act = async (part: Row, verb: string): Promise<void> => {
    setRefusal(null);
    try {
      await transition.mutateAsync({ id: part.id, verb, version: part.version });
      moved();
    } catch (error) {
      setRefusal(error instanceof ApiProblem ? error.problem.detail : t('error.unexpected'));
    }
  };
  return (
    <Section title={label(child.plural)} note={total > 0 ? clock.count(total) : undefined}>
      {found.error && <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={3} widths={['6rem', '24rem']} />}
      {refusal && (
        <Message tone="bad" role="alert">
          {refusal}
        </Message>
      )}
      {rows.length > 0 && (
        <table className={cx(css.table)}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.key} scope="col" style={column.width ? { width: `${column.width / 16}rem` } : undefined}>
                  {column.label}
                </th>
              ))}
              {mayWrite && (
                <th scope="col" className={cx(css.acts)}>
                  <VisuallyHidden>{t('ability.more')}</VisuallyHidden>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((part) => (
              <tr key={part.id}>
                {columns.map((column) => (
                  <td key={column.key}>{column.cell(part)}</td>
                ))}
                {mayWrite && (
                  <td className={cx(css.acts)}>
                    <Tooltip label={t('record.edit')}>
                      <ActionIcon size="sm" aria-label={t('record.edit')} onClick={() => setOpen(part)}>
                        <IconPencil size={14} stroke={1.7} />
                      </ActionIcon>
                    </Tooltip>
                    {acts
                      .filter(([, spec]) => spec.from.includes(part.state))
                      .map(([verb, spec]) => (
                        <Tooltip key={verb} label={label(spec.label)}>
                          <ActionIcon size="sm" aria-label={label(spec.label)} onClick={() => void act(part, verb)}>
                            <IconX size={14} stroke={1.7} />
                          </ActionIcon>
                        </Tooltip>
                      ))}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!found.isPending && rows.length === 0 && <p className={cx(css.muted)}>–</p>}
      {found.hasNextPage && (
        <LinkButton onClick={() => void found.fetchNextPage()}>
          {t('list.more', { count: Math.min(PAGE, total - rows.length) })}
        </LinkButton>
      )}
      {mayWrite && (
        <Button
          size="xs"
          mt="0.5rem"
          leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => setOpen('new')}
        >
          {t('record.addPart', { part: label(child.label).toLowerCase() })}
        </Button>
      )}
      {open && (
        <PartPanel
          child={child}
          part={open === 'new' ? undefined : open}
          fixed={{ [field]: row.id }}
          next={rows.length + 1}
          refs={refs}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            moved();
          }}
        />
      )}
    </Section>
  );
}

interface PartPanelProps {
  readonly child: AnyRecord;
  readonly part: Row | undefined;
  /** Field that names the whole; not asked. */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** Position offered for a new part. */
  readonly next: number;
  readonly refs: RefNames;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

function PartPanel({ child, part, fixed, next, refs, onClose, onSaved }: PartPanelProps) {
  const t = useT();
  const label = useLabel();
  const create = useCreate(child);
  const edit = useEdit(child);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const name = label(child.label).toLowerCase();
  const hasPosition = Object.hasOwn(child.fields, 'position');
  return (
    <SidePanel title={part ? `${t('record.edit')}: ${name}` : t('record.addPart', { part: name })} onClose={onClose}>
      <RecordForm
        record={child}
        row={part ? { ...part } : undefined}
        refs={refs}
        fixed={fixed}
        initial={hasPosition ? { position: next } : {}}
        onSubmit={async (values) => {
          if (part) await edit.mutateAsync({ id: part.id, version: part.version, changes: values });
          else await create.mutateAsync({ values, idempotencyKey });
          onSaved();
        }}
        onCancel={onClose}
      />
    </SidePanel>
  );
}
