import { ActionIcon, NativeSelect, Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Grant } from '../../../access/records/role.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Section } from '../../parts/Section.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useSystemText } from '../texts.ts';
import css from './access.module.css';
import { useCatalogue } from './catalogue.ts';
import { levels, type Scope, scopeOf, scopes, singlesOf, withLevel, withPermission } from './grants.ts';

export interface GrantMatrixProps {
  readonly grants: readonly Grant[];
  /** Absent where the role is only shown. */
  readonly onChange?: ((grants: readonly Grant[]) => void) | undefined;
}

/** What a role gives: module by level with its scope, then permissions one by one. Levels add up from left to right. */
export function GrantMatrix({ grants, onChange }: GrantMatrixProps) {
  const s = useSystemText();
  const catalogue = useCatalogue();
  return (
    <>
      <Section title={s('roles.byModule')} note={s('roles.byModuleNote')}>
        <PlainTable
          label={s('roles.byModule')}
          minWidth="51rem"
          columns={[
            { key: 'module', label: s('roles.module') },
            ...levels.map((level) => ({ key: level, label: s(`level.${level}`), width: '8rem' })),
          ]}
        >
          <tbody>
            {catalogue.modules.map((module) => (
              <tr key={module.id}>
                <th scope="row">{module.name}</th>
                {levels.map((level) => {
                  const scope = scopeOf(grants, module.id, level);
                  const name = `${module.name}, ${s(`level.${level}`)}`;
                  return (
                    <td key={level}>
                      {onChange ? (
                        <ScopeSelect
                          label={name}
                          value={scope}
                          isOptional
                          onChange={(next) => onChange(withLevel(grants, module.id, level, next))}
                        />
                      ) : (
                        <span className={cx(scope ? css.given : parts.muted)}>{scope ? s(`scope.${scope}`) : '–'}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </PlainTable>
      </Section>
      <Singles grants={grants} onChange={onChange} />
    </>
  );
}

interface ScopeSelectProps {
  readonly label: string;
  readonly value: Scope | undefined;
  readonly isOptional?: boolean;
  readonly onChange: (scope: Scope | undefined) => void;
}

/** Own, department, organization, all; or nothing. */
export function ScopeSelect({ label, value, isOptional = false, onChange }: ScopeSelectProps) {
  const s = useSystemText();
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      className={cx(css.scope, value && css.chosen)}
      value={value ?? ''}
      onChange={(event) => onChange(scopes.find((scope) => scope === event.currentTarget.value))}
      data={[
        ...(isOptional ? [{ value: '', label: '–' }] : []),
        ...scopes.map((scope) => ({ value: scope, label: s(`scope.${scope}`) })),
      ]}
    />
  );
}

function Singles({ grants, onChange }: GrantMatrixProps) {
  const t = useT();
  const s = useSystemText();
  const catalogue = useCatalogue();
  const singles = singlesOf(grants);
  if (singles.length === 0 && !onChange) return null;
  return (
    <Section title={s('roles.single')} note={s('roles.singleNote')}>
      <div className={cx(parts.stack)}>
        {singles.length > 0 && (
          <PlainTable
            label={s('roles.single')}
            minWidth="44rem"
            columns={[
              { key: 'what', label: s('permissions.what') },
              { key: 'name', label: s('permissions.name'), width: '18rem' },
              { key: 'scope', label: s('permissions.scope'), width: '9rem' },
              ...(onChange ? [{ key: 'remove', label: s('roles.remove'), width: '3rem', isHidden: true }] : []),
            ]}
          >
            <tbody>
              {singles.map((grant) => {
                const { text } = catalogue.describe(grant.permission);
                return (
                  <tr key={grant.permission}>
                    <th scope="row">{text}</th>
                    <td className={cx(parts.mono, parts.muted)}>{grant.permission}</td>
                    <td>
                      {onChange ? (
                        <ScopeSelect
                          label={`${text}, ${s('permissions.scope')}`}
                          value={grant.scope}
                          onChange={(scope) => onChange(withPermission(grants, grant.permission, scope))}
                        />
                      ) : (
                        s(`scope.${grant.scope}`)
                      )}
                    </td>
                    {onChange && (
                      <td className={cx(parts.end)}>
                        <ActionIcon
                          aria-label={s('roles.removeOne', { permission: text })}
                          onClick={() => onChange(withPermission(grants, grant.permission, undefined))}
                        >
                          <IconTrash size={15} stroke={1.7} />
                        </ActionIcon>
                      </td>
                    )}
                  </tr>
                );
              })}
            </tbody>
          </PlainTable>
        )}
        {onChange && (
          <Select
            label={s('roles.add')}
            placeholder={t('form.choose')}
            className={cx(css.add)}
            searchable
            value={null}
            nothingFoundMessage={t('form.nothingFound')}
            data={catalogue.modules
              .map((module) => ({
                group: module.name,
                items: module.permissions
                  .filter((permission) => !singles.some((single) => single.permission === permission.name))
                  .map((permission) => ({ value: permission.name, label: permission.text })),
              }))
              .filter((group) => group.items.length > 0)}
            onChange={(name) => name && onChange(withPermission(grants, name, 'organization'))}
          />
        )}
      </div>
    </Section>
  );
}
