import { Checkbox } from '@mantine/core';
import { useClock } from '../../i18n/clock.tsx';
import { cx } from '../../parts/cx.ts';
import { Answered } from '../parts/Answered.tsx';
import { PlainTable } from '../parts/Page.tsx';
import { ProblemMessage, problemOf } from '../parts/ProblemMessage.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import css from './profile.module.css';

const kinds = [
  'assignment',
  'approval_needed',
  'due_soon',
  'overdue',
  'escalation',
  'rejected',
  'effective',
  'mention',
  'security',
  'system',
] as const;
const channels = ['in_app', 'mail'] as const;

interface Preference {
  readonly type: (typeof kinds)[number];
  readonly channel: (typeof channels)[number];
  readonly enabled: boolean;
  readonly mandatory: boolean;
}

const PATH = '/notifications/preferences';

/** What the person is told and how; security, overdue and approval cannot be switched off (NTF-02). */
export function PreferencesTab() {
  const s = useSystemText();
  const clock = useClock();
  const preferences = useAnswer<{ readonly items: readonly Preference[] }>(PATH);
  const save = useChange([PATH]);
  const problem = problemOf(save.error);
  const set = (one: Preference, enabled: boolean): void =>
    save.mutate({ method: 'PUT', path: PATH, body: { preferences: [{ type: one.type, channel: one.channel, enabled }] } });
  return (
    <div className={cx(css.tab)}>
      <p className={cx(parts.text)}>{s('preferences.text')}</p>
      {problem && <ProblemMessage problem={problem} />}
      <Answered answer={preferences} what={s('profile.tab.notifications')} rows={8}>
        {({ items }) => (
          <PlainTable
            label={s('profile.tab.notifications')}
            columns={[
              { key: 'kind', label: s('preferences.kind') },
              { key: 'in_app', label: s('preferences.in_app'), width: '9rem' },
              { key: 'mail', label: s('preferences.mail'), width: '9rem' },
              { key: 'note', label: s('preferences.note'), width: '18rem' },
            ]}
          >
            <tbody>
              {kinds.map((kind) => {
                const mine = items.filter((one) => one.type === kind);
                const isMandatory = mine.some((one) => one.mandatory);
                return (
                  <tr key={kind}>
                    <th scope="row">{s(`notices.kind.${kind}`)}</th>
                    {channels.map((channel) => {
                      const one = mine.find((preference) => preference.channel === channel);
                      return (
                        <td key={channel}>
                          {one && (
                            <Checkbox
                              aria-label={`${s(`notices.kind.${kind}`)}, ${s(`preferences.${channel}`)}`}
                              checked={one.enabled}
                              disabled={one.mandatory}
                              onChange={(event) => set(one, event.currentTarget.checked)}
                            />
                          )}
                        </td>
                      );
                    })}
                    <td className={cx(parts.muted)}>{isMandatory ? s('preferences.always') : ''}</td>
                  </tr>
                );
              })}
            </tbody>
          </PlainTable>
        )}
      </Answered>
      <p className={cx(parts.small)} role="status">
        {save.isSuccess && !save.isPending
          ? s('preferences.savedAt', { time: clock.time(new Date(save.submittedAt).toISOString()) })
          : ''}
      </p>
    </div>
  );
}
