import type { User } from '../../../access/records/user.ts';
import { useSession } from '../../api/session.ts';
import { useClock } from '../../i18n/clock.tsx';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import common from '../../record/tabs-common.module.css';
import type { RecordPanelProps } from '../../screens/screens-for.ts';
import { Answered } from '../parts/Answered.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { SessionTable } from '../parts/SessionTable.tsx';
import { useAnswer, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import type { SessionLine } from './answers.ts';

interface SessionsAnswer {
  readonly items: readonly SessionLine[];
  readonly locks: { readonly unknownDevices: string | null; readonly knownDevices: number };
}

/** Where a person is signed in, and whether wrong passwords locked the account. */
export function SessionsTab({ row }: RecordPanelProps<typeof User>) {
  const s = useSystemText();
  const clock = useClock();
  const may = useMay();
  const me = useSession().data?.user.id;
  const mayRead = me === row.id || may('access.user.administer') || may('access.security.watch');
  const sessions = useAnswer<SessionsAnswer>(`/users/${row.id}/sessions`, { isWanted: mayRead });
  if (!mayRead) return <NotForYou />;
  return (
    <div className={cx(common.page)}>
      <Answered answer={sessions} what={s('profile.sessions')}>
        {({ items, locks }) => (
          <>
            {locks.unknownDevices && (
              <Message tone="warn" title={s('sessions.lockedUntil', { time: clock.moment(locks.unknownDevices) })}>
                {s('sessions.lockedWhy')}
              </Message>
            )}
            {locks.knownDevices > 0 && (
              <Message tone="warn" title={s('sessions.lockedDevices', { count: locks.knownDevices })}>
                {s('sessions.lockedWhy')}
              </Message>
            )}
            <SessionTable items={items} />
          </>
        )}
      </Answered>
    </div>
  );
}
