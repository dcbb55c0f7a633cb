import { NativeSelect } from '@mantine/core';
import type { AnyRecord } from '#kernel/schema';
import { cx } from '../../parts/cx.ts';
import { Section } from '../../parts/Section.tsx';
import { useFieldName } from '../../screens/names.ts';
import { useSystemText } from '../texts.ts';
import type { ImportPlan } from './import-source.ts';
import css from './transfer.module.css';

export interface ImportColumnsProps {
  readonly record: AnyRecord;
  readonly fields: readonly string[];
  readonly columns: NonNullable<ImportPlan['columns']>;
  readonly isDisabled: boolean;
  readonly onChange: (heading: string, field: string | null) => void;
}

/** Which field each column of the file is read into; a change judges the rows anew. */
export function ImportColumns({ record, fields, columns, isDisabled, onChange }: ImportColumnsProps) {
  const s = useSystemText();
  const fieldName = useFieldName();
  const unread = columns.filter((column) => column.field === null).length;
  return (
    <Section title={s('import.columns')} note={unread > 0 ? s('import.unread', { count: unread }) : undefined}>
      <div className={cx(css.columns)}>
        {columns.map((column) => (
          <NativeSelect
            key={column.heading}
            size="xs"
            label={column.heading}
            value={column.field ?? ''}
            disabled={isDisabled}
            data={[
              { value: '', label: s('import.notRead') },
              ...fields.map((field) => ({ value: field, label: fieldName(record, field) })),
            ]}
            onChange={(event) => onChange(column.heading, event.currentTarget.value || null)}
          />
        ))}
      </div>
    </Section>
  );
}
