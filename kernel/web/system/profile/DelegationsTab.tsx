import { Button } from '@mantine/core';
import { IconUserShare } from '@tabler/icons-react';
import { useState } from 'react';
import type { RefNames } from '../../api/records.ts';
import type { Session } from '../../api/session.ts';
import { InstantInput } from '../../form/InstantInput.tsx';
import { RefPicker } from '../../form/RefPicker.tsx';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import css from './profile.module.css';

interface Delegation {
  readonly id: string;
  readonly fromId: string;
  readonly toId: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly reason: string;
  readonly state: 'ACTIVE' | 'ENDED';
}

const PATH = '/delegations';

/** While away: somebody else may do my tasks and signs in their own name (NTF-05). */
export function DelegationsTab({ session }: { readonly session: Session }) {
  const s = useSystemText();
  const delegations = useAnswer<{ readonly items: readonly Delegation[]; readonly refs: RefNames }>(PATH);
  const end = useChange([PATH]);
  const [isAdding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Delegation | null>(null);
  return (
    <div className={cx(css.tab)}>
      <p className={cx(parts.text)}>{s('delegations.text')}</p>
      <div>
        <Button
          variant="filled"
          leftSection={<IconUserShare size={15} stroke={1.7} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {s('delegations.add')}…
        </Button>
      </div>
      <Answered answer={delegations} what={s('profile.tab.delegations')}>
        {({ items, refs }) =>
          items.length === 0 ? (
            <EmptyState title={s('delegations.none')} icon={IconUserShare} />
          ) : (
            <DelegationTable items={items} refs={refs} me={session.user.id} onEnd={setEnding} />
          )
        }
      </Answered>
      {isAdding && <DelegateDialog me={session.user.id} onClose={() => setAdding(false)} />}
      {ending && (
        <AskDialog
          title={s('delegations.end')}
          action={s('delegations.end')}
          reason="none"
          effects={<p>{s('delegations.endEffect')}</p>}
          onAct={() => end.mutateAsync({ path: `/tasks/delegations/${ending.id}/end`, body: {} })}
          onClose={() => setEnding(null)}
        />
      )}
    </div>
  );
}

interface DelegationTableProps {
  readonly items: readonly Delegation[];
  readonly refs: RefNames;
  readonly me: string;
  readonly onEnd: (delegation: Delegation) => void;
}

function DelegationTable({ items, refs, me, onEnd }: DelegationTableProps) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const nameOf = (id: string): string => (id === me ? t('now.you') : (refs[id]?.title ?? t('common.unknownPerson')));
  const badgeOf = (one: Delegation) => {
    if (one.state === 'ENDED') return <StateBadge family="ended" label={s('delegations.ended')} />;
    if (one.validUntil <= clock.now) return <StateBadge family="ended" label={s('delegations.over')} />;
    return one.validFrom > clock.now ? (
      <StateBadge family="scheduled" label={s('delegations.later')} />
    ) : (
      <StateBadge family="doing" label={s('delegations.now')} />
    );
  };
  return (
    <PlainTable
      label={s('profile.tab.delegations')}
      minWidth="50rem"
      columns={[
        { key: 'from', label: s('delegations.from'), width: '9rem' },
        { key: 'to', label: s('delegations.to'), width: '9rem' },
        { key: 'period', label: s('delegations.period'), width: '21rem' },
        { key: 'why', label: t('history.why') },
        { key: 'state', label: t('list.state'), width: '9rem' },
        { key: 'end', label: s('delegations.end'), width: '5rem', isHidden: true },
      ]}
    >
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <td>{nameOf(one.fromId)}</td>
            <th scope="row">{nameOf(one.toId)}</th>
            <td>{s('delegations.span', { from: clock.moment(one.validFrom), to: clock.moment(one.validUntil) })}</td>
            <td>{one.reason}</td>
            <td>{badgeOf(one)}</td>
            <td className={cx(parts.end)}>
              {one.fromId === me && one.state === 'ACTIVE' && one.validUntil > clock.now && (
                <Button size="xs" onClick={() => onEnd(one)}>
                  {s('delegations.endShort')}…
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

function DelegateDialog({ me, onClose }: { readonly me: string; readonly onClose: () => void }) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const delegate = useChange([PATH]);
  const [to, setTo] = useState<string | null>(null);
  const [validFrom, setFrom] = useState(() => clock.now);
  const [validUntil, setUntil] = useState('');
  const isOrdered = validUntil > validFrom && validUntil > clock.now;
  const isOwn = to === me;
  return (
    <AskDialog
      title={s('delegations.add')}
      action={s('delegations.act')}
      isComplete={to !== null && !isOwn && validFrom !== '' && isOrdered}
      effects={<p>{s('delegations.effect')}</p>}
      onAct={(reason) =>
        delegate.mutateAsync({ path: '/tasks/delegations/delegate', body: { toId: to, validFrom, validUntil, reason } })
      }
      onClose={onClose}
    >
      {({ isChecked, isBusy, faultOf }) => (
        <>
          <RefPicker
            label={s('delegations.to')}
            to="access.user"
            isMany={false}
            isOptional={false}
            isDisabled={isBusy}
            value={to}
            onChange={(value) => setTo(typeof value === 'string' ? value : null)}
            refs={{}}
            error={
              isOwn
                ? s('delegations.notSelf')
                : isChecked && to === null
                  ? t('form.required', { field: s('delegations.to') })
                  : faultOf('toId')
            }
          />
          <div className={cx(parts.pair)}>
            <InstantInput
              label={s('delegations.validFrom')}
              zone={clock.zone}
              zoneName={clock.zoneName()}
              value={validFrom}
              onChange={setFrom}
              disabled={isBusy}
              error={
                isChecked && validFrom === '' ? t('form.required', { field: s('delegations.validFrom') }) : faultOf('validFrom')
              }
            />
            <InstantInput
              label={s('delegations.validUntil')}
              zone={clock.zone}
              zoneName={clock.zoneName()}
              value={validUntil}
              onChange={setUntil}
              disabled={isBusy}
              error={isChecked && !isOrdered ? s('delegations.order') : faultOf('validUntil')}
            />
          </div>
        </>
      )}
    </AskDialog>
  );
}
