import { Select } from '@mantine/core';
import type { Row } from '#kernel/schema';
import { useLabel } from '#kernel/web/i18n/index.ts';
import { definitionOf, useModules } from '#kernel/web/screens/definitions.ts';
import type { CellProps, InputProps } from '#kernel/web/screens/screens-for.ts';
import type { Chain } from '../../../../kernel/tasks/records/chain.ts';

/** Record types that have stages to approve, by their names. */
export function RecordTypeInput({ value, onChange, label: name, error, isDisabled }: InputProps) {
  const label = useLabel();
  const records = useModules()
    .flatMap((module) => module.records)
    .filter((record) => Object.keys(record.stages).length > 0);
  return (
    <Select
      label={name}
      error={error}
      disabled={isDisabled}
      required
      data={records.map((record) => ({ value: record.id, label: label(record.label) }))}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      allowDeselect={false}
    />
  );
}

/** Name of the record type that a chain is for. */
export function RecordTypeValue({ row }: CellProps<typeof Chain>) {
  const label = useLabel();
  const { recordType } = row as Row<typeof Chain>;
  const record = definitionOf(recordType);
  return <>{record ? label(record.label) : recordType}</>;
}
