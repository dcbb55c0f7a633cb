import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Grant } from '../../../access/records/role.ts';
import { cx } from '../../parts/cx.ts';
import type { InputProps } from '../../screens/screens-for.ts';
import { useSystemText } from '../texts.ts';
import css from './access.module.css';
import { useCatalogue } from './catalogue.ts';
import { ScopeSelect } from './GrantMatrix.tsx';
import { grantsOf, isLevelGrant, levels } from './grants.ts';

/** What a role gives, one line each, for the narrow form; the whole matrix stands on the role's page. */
export function GrantsInput({ value, onChange, label, error, isDisabled }: InputProps) {
  const s = useSystemText();
  const catalogue = useCatalogue();
  const grants = grantsOf(value);
  const replace = (at: number, next: Grant | undefined): void =>
    onChange(grants.flatMap((grant, index) => (index === at ? (next ? [next] : []) : [grant])));
  const free = catalogue.modules.find((module) => !grants.some((grant) => isLevelGrant(grant) && grant.module === module.id));
  return (
    <fieldset className={cx(css.lines)} disabled={isDisabled} style={{ border: 0, margin: 0, padding: 0 }}>
      <legend className={cx(css.legend)}>{label}</legend>
      <span className={cx(css.hint)}>{s('roles.formHint')}</span>
      {grants.map((grant, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity of their own and keep their order
        <div key={at} className={cx(css.line, !isLevelGrant(grant) && css.single)}>
          {isLevelGrant(grant) ? (
            <>
              <NativeSelect
                size="xs"
                aria-label={s('roles.module')}
                value={grant.module}
                data={catalogue.modules.map((module) => ({ value: module.id, label: module.name }))}
                onChange={(event) => replace(at, { ...grant, module: event.currentTarget.value })}
              />
              <NativeSelect
                size="xs"
                aria-label={s('roles.level')}
                value={grant.level}
                data={levels.map((level) => ({ value: level, label: s(`level.${level}`) }))}
                onChange={(event) =>
                  replace(at, { ...grant, level: levels.find((level) => level === event.currentTarget.value) ?? grant.level })
                }
              />
            </>
          ) : (
            <span>{catalogue.describe(grant.permission).text}</span>
          )}
          <ScopeSelect
            label={s('permissions.scope')}
            value={grant.scope}
            onChange={(scope) => scope && replace(at, { ...grant, scope })}
          />
          <ActionIcon aria-label={s('roles.remove')} onClick={() => replace(at, undefined)}>
            <IconTrash size={15} stroke={1.7} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          size="xs"
          leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
          aria-invalid={error ? true : undefined}
          onClick={() => onChange([...grants, { module: free?.id ?? 'access', level: 'read', scope: 'organization' }])}
        >
          {s('roles.addLevel')}
        </Button>
      </div>
      {error && <span className={cx(css.fault)}>{error}</span>}
    </fieldset>
  );
}
