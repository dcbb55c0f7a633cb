import { type ReactNode, useMemo } from 'react';
import { type AnyRecord, type FieldFacts, fieldsOf, type Row } from '#kernel/schema';
import type { RefNames } from '../api/records.ts';
import { pageOf } from '../api/resource.ts';
import { useLabel } from '../i18n/index.ts';
import type { FilterField, ListColumn } from '../list/types.ts';
import { StateBadge } from '../parts/StateBadge.tsx';
import { AppLink } from '../shell/AppLink.tsx';
import { FieldValue } from './FieldValue.tsx';
import { familyOf, useFieldName, useStateBadge } from './names.ts';
import { changesOf } from './registry.ts';
import { type FieldShape, isDeadline, shapeOf } from './standard-fields.ts';

/** Column widths by kind of value, in CSS px. */
const widths: Record<FieldShape['kind'], number> = {
  text: 150,
  integer: 80,
  decimal: 96,
  day: 96,
  instant: 96,
  flag: 72,
  choice: 128,
  ref: 150,
  texts: 150,
  refs: 160,
  json: 80,
};
/** Width of one character of a number, and what stands around it: identifiers are never cut. */
const NUMBER_CHARACTER = 8;
const NUMBER_PADDING = 30;
const NUMBER_LEAST = 110;
const STATE_WIDTH = 176;
const DUE_WIDTH = 116;

const finished: ReadonlySet<string> = new Set(['valid', 'ended', 'wrong']);
/** What people may add by the column chooser besides the declared columns. */
const offered = ['revision', 'departmentId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'] as const;

/** Width that holds a number of the record's pattern; `{yyyy}` is written with four characters, a prefix from elsewhere with about six. */
function numberWidth(record: AnyRecord): number {
  const written = (record.number?.pattern ?? '')
    .replace('{yyyy}', '2026')
    .replace(/\{(#+)\}/, '$1')
    .replace('{prefix}', 'PREFIX');
  return Math.max(NUMBER_LEAST, written.length * NUMBER_CHARACTER + NUMBER_PADDING);
}

/** Names of the columns: number and title first, then as declared; what is not declared can be chosen. */
export function columnNames(record: AnyRecord): { readonly shown: readonly string[]; readonly hidden: readonly string[] } {
  const lead = [...(record.number ? ['number'] : []), record.title];
  const shown = [...lead, ...record.list.filter((name) => !lead.includes(name))];
  const fields = (fieldsOf(record) as readonly [string, FieldFacts][])
    .filter(([name, field]) => !shown.includes(name) && !field.isSecret && field.kind !== 'json' && (field.lines ?? 1) === 1)
    .map(([name]) => name);
  return { shown, hidden: [...fields, ...offered.filter((name) => !shown.includes(name))] };
}

/** Columns of the list of a record, from its definition and the cells its module replaces. Parts of a record have no page to link to. */
export function useListColumns(record: AnyRecord, refs: RefNames, isLinked = true): readonly ListColumn<Row>[] {
  const fieldName = useFieldName();
  const stateBadge = useStateBadge();
  return useMemo(() => {
    const changes = changesOf(record).list ?? {};
    const { shown, hidden } = columnNames(record);
    const isNumbered = shown[0] === 'number';
    const cellOf = (name: string, shape: FieldShape, row: Row): ReactNode => {
      const Replaced = changes.cells?.[name];
      if (Replaced) return <Replaced row={row} refs={refs} />;
      const values: Readonly<Record<string, unknown>> = { ...row };
      if (name === 'state') return <StateBadge {...stateBadge(record, row.state)} />;
      const isLink = isLinked && (name === 'number' || (name === record.title && !isNumbered));
      if (isLink) return <AppLink href={pageOf(record, row.id)}>{String(values[name] ?? '–')}</AppLink>;
      return (
        <FieldValue
          name={name}
          shape={shape}
          value={values[name]}
          refs={refs}
          form="cell"
          isOver={finished.has(familyOf(record, row.state))}
        />
      );
    };
    return [...shown, ...hidden].flatMap((name, index): readonly ListColumn<Row>[] => {
      const shape = shapeOf(record, name);
      if (!shape) return [];
      const isTitle = name === record.title;
      const isDue = isDeadline(name);
      const role = isTitle ? 'title' : name === 'number' ? 'number' : name === 'state' ? 'state' : isDue ? 'due' : undefined;
      const usual =
        name === 'number' ? numberWidth(record) : name === 'state' ? STATE_WIDTH : isDue ? DUE_WIDTH : widths[shape.kind];
      const width = changes.widths?.[name] ?? usual;
      const isNumeric = shape.kind === 'integer' || shape.kind === 'decimal';
      return [
        {
          key: name,
          label: fieldName(record, name),
          priority: role ? 0 : index,
          cell: (row) => cellOf(name, shape, row),
          ...(isTitle ? {} : { width }),
          ...(role ? { role } : {}),
          ...(shape.kind === 'json' || shape.kind === 'refs' || shape.kind === 'texts' ? {} : { sortKey: name }),
          ...(isNumeric ? { align: 'end' as const } : {}),
          ...(index >= shown.length ? { isHidden: true } : {}),
        },
      ];
    });
  }, [record, refs, isLinked, fieldName, stateBadge]);
}

const kinds: Partial<Record<FieldShape['kind'], FilterField['kind']>> = {
  text: 'text',
  choice: 'choice',
  day: 'day',
  instant: 'day',
  flag: 'flag',
  integer: 'number',
  decimal: 'number',
};

/** Filters offered for the list of a record. References are found by words, not by a filter of ids, except "mine". */
export function useListFilters(record: AnyRecord): readonly FilterField[] {
  const label = useLabel();
  const fieldName = useFieldName();
  return useMemo(
    () =>
      record.filters.flatMap((name): readonly FilterField[] => {
        const shape = shapeOf(record, name);
        const kind = shape && kinds[shape.kind];
        if (!shape || !kind) return [];
        const choices = Object.entries(shape.choices ?? {}).map(([value, text]) => ({ value, label: label(text) }));
        return [{ key: name, label: fieldName(record, name), kind, ...(kind === 'choice' ? { choices } : {}) }];
      }),
    [record, label, fieldName],
  );
}
