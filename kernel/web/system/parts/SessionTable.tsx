import { Button } from '@mantine/core';
import { useClock } from '../../i18n/clock.tsx';
import { cx } from '../../parts/cx.ts';
import { StateBadge } from '../../parts/StateBadge.tsx';
import type { SessionLine } from '../access/answers.ts';
import { useSystemText } from '../texts.ts';
import { deviceName } from './device-name.ts';
import { PlainTable } from './Page.tsx';
import css from './system.module.css';

export interface SessionTableProps {
  readonly items: readonly SessionLine[];
  readonly onEnd?: (session: SessionLine) => void;
}

/** Open sessions: device, address, when it began and was last used. */
export function SessionTable({ items, onEnd }: SessionTableProps) {
  const s = useSystemText();
  const clock = useClock();
  if (items.length === 0) return <p className={cx(css.muted)}>{s('sessions.none')}</p>;
  return (
    <PlainTable
      label={s('profile.sessions')}
      minWidth="44rem"
      columns={[
        { key: 'device', label: s('sessions.device') },
        { key: 'ip', label: s('sessions.address'), width: '9rem' },
        { key: 'since', label: s('sessions.since'), width: '12rem' },
        { key: 'seen', label: s('sessions.seen'), width: '12rem' },
        { key: 'state', label: s('sessions.state'), width: '9rem' },
        ...(onEnd ? [{ key: 'end', label: s('sessions.end'), width: '5rem', isHidden: true }] : []),
      ]}
    >
      <tbody>
        {items.map((session) => (
          <tr key={session.ref}>
            <th scope="row" title={session.userAgent ?? ''}>
              {deviceName(session.userAgent)}
            </th>
            <td>{session.ip ?? '–'}</td>
            <td>{clock.moment(session.createdAt)}</td>
            <td>{clock.moment(session.lastSeenAt)}</td>
            <td>
              {session.isThis ? (
                <StateBadge family="valid" label={s('sessions.this')} />
              ) : session.lockedAt ? (
                <StateBadge family="held" label={s('sessions.locked')} />
              ) : (
                <StateBadge family="doing" label={s('sessions.open')} />
              )}
            </td>
            {onEnd && (
              <td className={cx(css.end)}>
                {!session.isThis && (
                  <Button size="xs" onClick={() => onEnd(session)}>
                    {s('sessions.end')}…
                  </Button>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}
