import { useMemo } from 'react';
import type { User } from '../../../access/records/user.ts';
import { useSession } from '../../api/session.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Section } from '../../parts/Section.tsx';
import common from '../../record/tabs-common.module.css';
import type { RecordPanelProps } from '../../screens/screens-for.ts';
import { Answered } from '../parts/Answered.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import type { HeldPermission } from './answers.ts';
import { useCatalogue } from './catalogue.ts';

/** What this person may do, in which scope, and by which roles: the answer to "why can they". */
export function PermissionsTab({ row }: RecordPanelProps<typeof User>) {
  const s = useSystemText();
  const may = useMay();
  const me = useSession().data?.user.id;
  const mayRead = me === row.id || may('access.user.administer') || may('access.role-assignment.read');
  const held = useAnswer<{ readonly items: readonly HeldPermission[] }>(`/users/${row.id}/permissions`, { isWanted: mayRead });
  if (!mayRead) return <NotForYou />;
  return (
    <div className={cx(common.page)}>
      <p className={cx(parts.text)}>{s('permissions.text')}</p>
      <Answered answer={held} what={s('permissions.title')} rows={8}>
        {({ items }) => <ByModule items={items} />}
      </Answered>
    </div>
  );
}

function ByModule({ items }: { readonly items: readonly HeldPermission[] }) {
  const t = useT();
  const s = useSystemText();
  const catalogue = useCatalogue();
  const groups = useMemo(() => {
    const byModule = new Map<string, HeldPermission[]>();
    for (const item of items) {
      const { module } = catalogue.describe(item.permission);
      byModule.set(module, [...(byModule.get(module) ?? []), item]);
    }
    return [...byModule].sort(([a], [b]) => catalogue.rank(a) - catalogue.rank(b));
  }, [items, catalogue]);
  return groups.map(([module, held]) => (
    <Section key={module} title={catalogue.moduleName(module)} note={String(held.length)}>
      <PlainTable
        label={catalogue.moduleName(module)}
        minWidth="44rem"
        columns={[
          { key: 'what', label: s('permissions.what') },
          { key: 'scope', label: s('permissions.scope'), width: '8rem' },
          { key: 'roles', label: s('permissions.by'), width: '13rem' },
          { key: 'name', label: s('permissions.name'), width: '15rem' },
        ]}
      >
        <tbody>
          {held.map((one) => (
            <tr key={one.permission}>
              <th scope="row">{catalogue.describe(one.permission).text}</th>
              <td>{s(`scope.${one.scope}`)}</td>
              <td>{one.roles.length > 0 ? one.roles.join(', ') : s('permissions.everyone')}</td>
              <td className={cx(parts.mono, parts.muted)}>{one.permission}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {held.length === 0 && <p>{t('common.none')}</p>}
    </Section>
  ));
}
