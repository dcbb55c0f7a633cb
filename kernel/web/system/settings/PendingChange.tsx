import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { TransitionSpec } from '#kernel/schema';
import { SettingChange } from '../../../settings/records/setting.ts';
import { useRecord } from '../../api/records.ts';
import { pageOf } from '../../api/resource.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useLabel } from '../../i18n/index.ts';
import { AbilityButton } from '../../parts/AbilityButton.tsx';
import { cx } from '../../parts/cx.ts';
import { useActs } from '../../record/useActs.tsx';
import { AppLink } from '../../shell/AppLink.tsx';
import { answerKey } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import { SETTINGS, type SettingLine } from './answers.ts';
import { useSettingText } from './setting-text.ts';
import css from './settings.module.css';

/** A change that weakens control, with what the reader may do: confirm with a signature, or reject (SET-03, SOD-9). */
export function PendingChange({ line, changeId }: { readonly line: SettingLine; readonly changeId: string }) {
  const s = useSystemText();
  const label = useLabel();
  const clock = useClock();
  const text = useSettingText();
  const client = useQueryClient();
  const found = useRecord(SettingChange, changeId);
  const row = found.data?.data;
  const acts = useActs(SettingChange, row, found.data?.version, found.data?.refs ?? {});
  const state = row?.state;
  useEffect(() => {
    if (state && state !== 'PENDING') void client.invalidateQueries({ queryKey: answerKey(SETTINGS) });
  }, [state, client]);
  if (!row || !found.data) return null;
  const { can, refs = {} } = found.data;
  const transitions = Object.entries(SettingChange.transitions as Readonly<Record<string, TransitionSpec>>);
  return (
    <div className={cx(css.pending)}>
      <span>
        {s('settings.pending', {
          value: text(line, row.after),
          name: refs[row.requestedById]?.title ?? '',
          day: clock.shortDay(row.createdAt),
        })}{' '}
        <AppLink href={pageOf(SettingChange, changeId)}>{row.why}</AppLink>
      </span>
      {transitions.map(([name, spec]) => {
        const ability = can[name];
        return (
          ability && (
            <AbilityButton
              key={name}
              size="xs"
              ability={ability}
              label={label(spec.label)}
              isSigned={spec.sign !== undefined}
              asksMore={spec.sign === undefined}
              onAct={() => acts.start(name, spec)}
            />
          )
        );
      })}
      {acts.dialog}
    </div>
  );
}
