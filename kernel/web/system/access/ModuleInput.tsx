import { Select } from '@mantine/core';
import type { Role } from '../../../access/records/role.ts';
import { useT } from '../../i18n/index.ts';
import type { CellProps, InputProps } from '../../screens/screens-for.ts';
import { useCatalogue } from './catalogue.ts';

/** The module whose administrators may give a role. */
export function ModuleInput({ value, onChange, label, hint, error, isDisabled }: InputProps) {
  const t = useT();
  const { modules } = useCatalogue();
  return (
    <Select
      label={label}
      description={hint}
      error={error}
      disabled={isDisabled}
      required
      placeholder={t('form.choose')}
      data={modules.map((module) => ({ value: module.id, label: module.name }))}
      value={typeof value === 'string' && value !== '' ? value : null}
      onChange={onChange}
    />
  );
}

/** Its name instead of its key. */
export function ModuleName({ row }: CellProps<typeof Role>) {
  return useCatalogue().moduleName(row.module);
}
