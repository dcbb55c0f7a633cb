import { Button } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useClock } from '../../i18n/clock.tsx';
import { cx } from '../../parts/cx.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { toast } from '../../parts/toast.tsx';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import { DEAD, type DeadLetter } from './answers.ts';
import css from './jobs.module.css';

/** Events that a part of the product could not take, after all tries; each can be delivered again. */
export function DeadLetters() {
  const s = useSystemText();
  const clock = useClock();
  const dead = useAnswer<{ readonly items: readonly DeadLetter[] }>(DEAD);
  const replay = useChange([DEAD]);
  const [chosen, setChosen] = useState<DeadLetter | null>(null);
  return (
    <div className={cx(css.tab)}>
      <Answered answer={dead} what={s('jobs.tab.events')}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={s('dead.none')} icon={IconMailCheck} />
          ) : (
            <PlainTable
              label={s('jobs.tab.events')}
              minWidth="54rem"
              columns={[
                { key: 'at', label: s('dead.at'), width: '12rem' },
                { key: 'event', label: s('dead.event'), width: '13rem' },
                { key: 'to', label: s('dead.to'), width: '13rem' },
                { key: 'error', label: s('dead.error') },
                { key: 'again', label: s('dead.again'), width: '9rem', isHidden: true },
              ]}
            >
              <tbody>
                {items.map((letter) => (
                  <tr key={`${letter.eventId}-${letter.subscription}`}>
                    <td>{clock.moment(letter.at)}</td>
                    <th scope="row">{letter.event}</th>
                    <td>{letter.subscription}</td>
                    <td>
                      {letter.error ?? '–'}{' '}
                      <span className={cx(parts.muted)}>{s('dead.attempts', { count: letter.attempts })}</span>
                    </td>
                    <td className={cx(parts.end)}>
                      <Button size="xs" onClick={() => setChosen(letter)}>
                        {s('dead.again')}…
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </PlainTable>
          )
        }
      </Answered>
      {chosen && (
        <AskDialog
          title={s('dead.title', { event: chosen.event, to: chosen.subscription })}
          action={s('dead.again')}
          effects={<p>{s('dead.effect')}</p>}
          onAct={async (reason) => {
            await replay.mutateAsync({
              path: `/system/events/${chosen.eventId}/replay`,
              body: { subscription: chosen.subscription, reason },
            });
            toast({ title: s('dead.done', { event: chosen.event }) });
          }}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}
