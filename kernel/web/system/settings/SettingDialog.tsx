import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { toast } from '../../parts/toast.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import { kindOf, numbersOf, SETTINGS, type SettingLine } from './answers.ts';
import { LogoInput } from './LogoInput.tsx';
import { SettingInput } from './SettingInput.tsx';

interface Changed {
  readonly data: { readonly state: 'APPLIED' | 'PENDING' | 'UNCHANGED' };
}

/** Value being typed, as the field holds it. */
function startOf(line: SettingLine): unknown {
  const kind = kindOf(line);
  if (kind === 'whole') return String(line.value);
  if (kind === 'numbers') return Array.isArray(line.value) ? line.value.join(', ') : '';
  return line.value;
}

/** The value as the server takes it; undefined while it is none. */
function typedValue(line: SettingLine, typed: unknown): unknown {
  switch (kindOf(line)) {
    case 'whole':
      return /^\d{1,9}$/.test(String(typed)) ? Number(typed) : undefined;
    case 'numbers':
      return numbersOf(String(typed));
    case 'words':
      return Array.isArray(typed) && typed.length > 0 ? typed : undefined;
    case 'text':
      return String(typed).trim();
    default:
      return typed;
  }
}

/** Changes one setting with a reason; says whether it acts at once or waits for a second person (SET-01, SET-03). */
export function SettingDialog({ line, onClose }: { readonly line: SettingLine; readonly onClose: () => void }) {
  const t = useT();
  const s = useSystemText();
  const [typed, setTyped] = useState<unknown>(() => startOf(line));
  const save = useChange<Changed>([SETTINGS]);
  const value = typedValue(line, typed);
  const isLogo = kindOf(line) === 'logo';
  return (
    <AskDialog
      title={s('settings.changeOf', { setting: line.label })}
      action={t('form.saveChanges')}
      isComplete={value !== undefined}
      effects={line.requiresDualControl ? <p>{s('settings.dualEffect')}</p> : <p>{s('settings.effect')}</p>}
      onAct={async (reason) => {
        const { data } = await save.mutateAsync({
          method: 'PUT',
          path: `${SETTINGS}/${encodeURIComponent(line.key)}`,
          body: { value, reason },
        });
        toast({
          tone: data.state === 'PENDING' ? 'warn' : 'good',
          title: s(`settings.state.${data.state}`, { setting: line.label }),
        });
      }}
      onClose={onClose}
    >
      {({ isChecked, isBusy, faultOf }) =>
        isLogo ? (
          <LogoInput
            value={typeof typed === 'string' ? typed : ''}
            onChange={setTyped}
            isDisabled={isBusy}
            error={faultOf('value')}
          />
        ) : (
          <SettingInput
            line={line}
            value={typed}
            onChange={setTyped}
            isDisabled={isBusy}
            error={isChecked && value === undefined ? s('settings.within', { bounds: line.bounds }) : faultOf('value')}
          />
        )
      }
    </AskDialog>
  );
}
