import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import { sessionKey } from '../../api/session.ts';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Section } from '../../parts/Section.tsx';
import { Answered } from '../parts/Answered.tsx';
import { AskDialog } from '../parts/AskDialog.tsx';
import { deviceName } from '../parts/device-name.ts';
import { PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import css from './profile.module.css';

interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

const PATH = '/auth/passkeys';

/** Own passkeys, with which the person signs instead of the password. */
export function Passkeys() {
  const s = useSystemText();
  const clock = useClock();
  const client = useQueryClient();
  const passkeys = useAnswer<{ readonly items: readonly Passkey[] }>(PATH);
  const change = useChange([PATH]);
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const isSupported = typeof PublicKeyCredential !== 'undefined';
  return (
    <Section title={s('passkeys.title')}>
      <p className={cx(css.lead)}>{s('passkeys.text')}</p>
      <div className={cx(parts.stack)}>
        <Answered answer={passkeys} what={s('passkeys.title')}>
          {({ items }) =>
            items.length === 0 ? (
              <p className={cx(parts.muted)}>{s('passkeys.none')}</p>
            ) : (
              <PlainTable
                label={s('passkeys.title')}
                columns={[
                  { key: 'name', label: s('passkeys.name') },
                  { key: 'created', label: s('passkeys.created'), width: '14rem' },
                  { key: 'used', label: s('passkeys.used'), width: '14rem' },
                  { key: 'remove', label: s('passkeys.remove'), width: '7rem', isHidden: true },
                ]}
              >
                <tbody>
                  {items.map((passkey) => (
                    <tr key={passkey.id}>
                      <th scope="row">{passkey.name}</th>
                      <td>{clock.moment(passkey.createdAt)}</td>
                      <td>{passkey.lastUsedAt ? clock.moment(passkey.lastUsedAt) : s('passkeys.never')}</td>
                      <td className={cx(parts.end)}>
                        <Button size="xs" onClick={() => setRemoving(passkey)}>
                          {s('passkeys.remove')}…
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </PlainTable>
            )
          }
        </Answered>
        <div>
          {isSupported ? (
            <Button leftSection={<IconFingerprint size={15} stroke={1.7} aria-hidden="true" />} onClick={() => setAdding(true)}>
              {s('passkeys.add')}…
            </Button>
          ) : (
            <p className={cx(parts.muted)}>{s('passkeys.unsupported')}</p>
          )}
        </div>
      </div>
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
      {removing && (
        <AskDialog
          title={s('passkeys.removeTitle', { name: removing.name })}
          action={s('passkeys.remove')}
          reason="none"
          effects={<p>{s('passkeys.removeEffect')}</p>}
          onAct={async () => {
            await change.mutateAsync({ method: 'DELETE', path: `${PATH}/${encodeURIComponent(removing.id)}` });
            await client.invalidateQueries({ queryKey: sessionKey });
          }}
          onClose={() => setRemoving(null)}
        />
      )}
    </Section>
  );
}

type CreationOptions = Parameters<typeof import('@simplewebauthn/browser')['startRegistration']>[0]['optionsJSON'];

/** Enrols a passkey: the password first, because an open session must not be enough to add something that signs. */
function AddPasskey({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const s = useSystemText();
  const client = useQueryClient();
  const [name, setName] = useState(() => deviceName(navigator.userAgent));
  const [password, setPassword] = useState('');
  const change = useChange([PATH]);
  const enrol = async (): Promise<void> => {
    const { data } = await request<{ readonly data: CreationOptions }>('POST', `${PATH}/options`, { body: { password } });
    const { startRegistration } = await import('@simplewebauthn/browser');
    const response = await startRegistration({ optionsJSON: data.data }).catch((error: unknown) => {
      const why = error instanceof Error && error.name === 'InvalidStateError' ? s('passkeys.known') : s('passkeys.cancelled');
      throw new ApiProblem({ status: 0, detail: why, errors: [] });
    });
    await change.mutateAsync({ path: PATH, body: { name: name.trim(), response } });
    await client.invalidateQueries({ queryKey: sessionKey });
  };
  return (
    <AskDialog
      title={s('passkeys.add')}
      action={s('passkeys.add')}
      reason="none"
      isComplete={name.trim() !== '' && password !== ''}
      effects={<p>{s('passkeys.addText')}</p>}
      onAct={enrol}
      onClose={onClose}
    >
      {({ isChecked, isBusy, faultOf }) => (
        <>
          <TextInput
            label={s('passkeys.name')}
            description={s('passkeys.nameHint')}
            maxLength={80}
            value={name}
            disabled={isBusy}
            onChange={(event) => setName(event.currentTarget.value)}
            error={isChecked && name.trim() === '' ? t('form.required', { field: s('passkeys.name') }) : faultOf('name')}
          />
          <PasswordInput
            data-autofocus
            label={t('password.current')}
            autoComplete="current-password"
            value={password}
            disabled={isBusy}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('sign.showPassword') }}
            error={isChecked && password === '' ? t('signIn.needPassword') : faultOf('password')}
          />
        </>
      )}
    </AskDialog>
  );
}
