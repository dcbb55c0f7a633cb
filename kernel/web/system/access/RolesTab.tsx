import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { User } from '../../../access/records/user.ts';
import { useSession } from '../../api/session.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import common from '../../record/tabs-common.module.css';
import type { RecordPanelProps } from '../../screens/screens-for.ts';
import { AppLink } from '../../shell/AppLink.tsx';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import type { Assignment } from './answers.ts';
import { AssignRole, useAccountAct } from './commands.tsx';

/** Roles of a person: who gave each, when, why and for how long; giving and taking back. */
export function RolesTab(props: RecordPanelProps<typeof User>) {
  const { row } = props;
  const s = useSystemText();
  const may = useMay();
  const me = useSession().data?.user.id;
  const mayGive = may('access.user.assign-role') && me !== row.id && row.state !== 'INACTIVE';
  const mayRead =
    me === row.id || ['access.user.administer', 'access.user.assign-role', 'access.role-assignment.read'].some((p) => may(p));
  const roles = useAnswer<{ readonly items: readonly Assignment[] }>(`/users/${row.id}/roles`, { isWanted: mayRead });
  const [isGiving, setGiving] = useState(false);
  const [revoking, setRevoking] = useState<Assignment | null>(null);
  const act = useAccountAct(row.id);
  const name = row.name ?? row.username;
  if (!mayRead) return <NotForYou />;
  return (
    <div className={cx(common.page)}>
      {mayGive && (
        <div className={cx(parts.bar)}>
          <Button leftSection={<IconUserPlus size={15} stroke={1.7} aria-hidden="true" />} onClick={() => setGiving(true)}>
            {s('users.role.action')}…
          </Button>
        </div>
      )}
      <Answered answer={roles} what={s('users.roles')}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={s('users.noRoles')} />
          ) : (
            <AssignmentTable items={items} onRevoke={mayGive ? setRevoking : undefined} />
          )
        }
      </Answered>
      {isGiving && <AssignRole {...props} onClose={() => setGiving(false)} />}
      {revoking && (
        <AskDialog
          title={s('users.revoke.title', { role: revoking.name, name })}
          action={s('users.revoke.action')}
          effects={<p>{s('users.revoke.effect')}</p>}
          onAct={(reason) =>
            act(`roles/${revoking.id}/revoke`, { reason }, s('users.revoke.done', { role: revoking.name, name }))
          }
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

interface AssignmentTableProps {
  readonly items: readonly Assignment[];
  readonly onRevoke: ((assignment: Assignment) => void) | undefined;
}

function AssignmentTable({ items, onRevoke }: AssignmentTableProps) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const badgeOf = (one: Assignment) => {
    if (one.isInForce) return <StateBadge family="valid" label={s('users.inForce')} />;
    if (one.state === 'REVOKED') return <StateBadge family="ended" label={s('users.revoked')} mark="crossed" />;
    if (one.validFrom && one.validFrom > clock.now) return <StateBadge family="scheduled" label={s('users.later')} />;
    return <StateBadge family="ended" label={s('users.over')} />;
  };
  return (
    <PlainTable
      label={s('users.roles')}
      minWidth="52rem"
      columns={[
        { key: 'role', label: s('users.role.role'), width: '11rem' },
        { key: 'state', label: t('list.state'), width: '7rem' },
        { key: 'validity', label: s('users.validity'), width: '11rem' },
        { key: 'given', label: s('users.given'), width: '10rem' },
        { key: 'why', label: t('history.why') },
        { key: 'revoke', label: s('users.revoke.action'), width: '7rem', isHidden: true },
      ]}
    >
      <tbody>
        {items.map((one) => (
          <tr key={one.id} className={cx(!one.isInForce && common.faded)}>
            <th scope="row">
              <AppLink href={`/access/roles/${one.roleId}`}>{one.name}</AppLink>
            </th>
            <td>{badgeOf(one)}</td>
            <td>{validityOf(one)}</td>
            <td title={clock.moment(one.assignedAt)}>
              {s('users.givenBy', { day: clock.shortDay(one.assignedAt), name: one.assignedByName ?? s('users.setUp') })}
            </td>
            <td>{one.reason}</td>
            <td className={cx(parts.end)}>
              {onRevoke && one.state === 'ACTIVE' && (
                <Button size="xs" onClick={() => onRevoke(one)} aria-label={s('users.revoke.of', { role: one.name })}>
                  {s('users.revoke.short')}…
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );

  function validityOf({ validFrom, validUntil }: Assignment): string {
    if (validFrom && validUntil) return s('users.fromUntil', { from: clock.moment(validFrom), until: clock.moment(validUntil) });
    if (validUntil) return s('users.until', { until: clock.moment(validUntil) });
    return validFrom ? s('users.from', { from: clock.moment(validFrom) }) : s('users.always');
  }
}
