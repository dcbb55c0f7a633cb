import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { User } from '../../../access/records/user.ts';
import { recordKeys } from '../../api/records.ts';
import { InstantInput } from '../../form/InstantInput.tsx';
import { RefPicker } from '../../form/RefPicker.tsx';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { toast } from '../../parts/toast.tsx';
import type { CommandProps } from '../../screens/screens-for.ts';
import { AskDialog, type AskDialogProps } from '../parts/AskDialog.tsx';
import parts from '../parts/system.module.css';
import { useChange } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';

type Props = CommandProps<typeof User>;

/** Does something with an account, reads it again, and says so. */
export function useAccountAct(id: string) {
  const client = useQueryClient();
  const change = useChange([
    `/users/${id}`,
    `/users/${id}/roles`,
    `/users/${id}/permissions`,
    `/users/${id}/sessions`,
    `/users/${id}/open-tasks`,
  ]);
  return async (verb: string, body: Readonly<Record<string, unknown>>, done: string): Promise<void> => {
    await change.mutateAsync({ path: `/users/${id}/${verb}`, body });
    await client.invalidateQueries({ queryKey: recordKeys.all(User) });
    toast({ title: done });
  };
}

interface SimpleProps extends Props {
  readonly verb: 'invite-again' | 'unlock' | 'reset-password' | 'end-sessions';
  readonly reason: AskDialogProps['reason'];
}

function SimpleAct({ row, verb, reason: asked = 'required', onClose }: SimpleProps) {
  const s = useSystemText();
  const act = useAccountAct(row.id);
  const name = row.name ?? row.username;
  return (
    <AskDialog
      title={s(`users.${verb}.title`, { name })}
      action={s(`users.${verb}.action`)}
      reason={asked}
      effects={<p>{s(`users.${verb}.effect`, { name, email: row.email })}</p>}
      onAct={(reason) => act(verb, reason ? { reason } : {}, s(`users.${verb}.done`, { name, email: row.email }))}
      onClose={onClose}
    />
  );
}

/** Sends a new single-use link; the earlier one stops working (USR-01). */
export const InviteAgain = (props: Props) => <SimpleAct {...props} verb="invite-again" reason="none" />;
/** Lifts a lock that wrong passwords caused (USR-07). */
export const Unlock = (props: Props) => <SimpleAct {...props} verb="unlock" reason="required" />;
/** Starts a reset; the link goes to the owner, whoever starts it never sees it (P11-200a3-1). */
export const ResetPassword = (props: Props) => <SimpleAct {...props} verb="reset-password" reason="required" />;
/** Ends every session of somebody else. */
export const EndSessions = (props: Props) => <SimpleAct {...props} verb="end-sessions" reason="required" />;

/** Records how it was made sure who somebody is, before they may sign (P11-100b-1). */
export function VerifyIdentity({ row, onClose }: Props): ReactNode {
  const t = useT();
  const s = useSystemText();
  const act = useAccountAct(row.id);
  const [method, setMethod] = useState('');
  const [document, setDocument] = useState('');
  const name = row.name ?? row.username;
  const isEnough = method.trim().length >= 3;
  return (
    <AskDialog
      title={s('users.identity.title', { name })}
      action={s('users.identity.action')}
      reason="optional"
      isComplete={isEnough}
      effects={<p>{s('users.identity.effect')}</p>}
      onAct={(reason) =>
        act(
          'verify-identity',
          {
            method: method.trim(),
            ...(document.trim() ? { document: document.trim() } : {}),
            ...(reason ? { reason } : {}),
          },
          s('users.identity.done', { name }),
        )
      }
      onClose={onClose}
    >
      {({ isChecked, isBusy, faultOf }) => (
        <>
          <TextInput
            data-autofocus
            label={s('users.identity.method')}
            description={s('users.identity.methodHint')}
            value={method}
            maxLength={150}
            disabled={isBusy}
            onChange={(event) => setMethod(event.currentTarget.value)}
            error={isChecked && !isEnough ? t('form.required', { field: s('users.identity.method') }) : faultOf('method')}
          />
          <TextInput
            label={`${s('users.identity.document')} (${t('common.optional')})`}
            value={document}
            maxLength={140}
            disabled={isBusy}
            onChange={(event) => setDocument(event.currentTarget.value)}
            error={faultOf('document')}
          />
        </>
      )}
    </AskDialog>
  );
}

/** Gives a role from now or a later moment, with or without an end, always with a reason (USR-05, USR-06). */
export function AssignRole({ row, onClose }: Props): ReactNode {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const act = useAccountAct(row.id);
  const [role, setRole] = useState<string | null>(null);
  const [validFrom, setFrom] = useState('');
  const [validUntil, setUntil] = useState('');
  const name = row.name ?? row.username;
  const isOrdered = validUntil === '' || (validUntil > clock.now && validUntil > validFrom);
  const zone = { zone: clock.zone, zoneName: clock.zoneName() };
  return (
    <AskDialog
      title={s('users.role.title', { name })}
      action={s('users.role.action')}
      isComplete={role !== null && isOrdered}
      effects={<p>{s('users.role.effect')}</p>}
      onAct={(reason) =>
        act(
          'roles',
          { roleId: role, ...(validFrom ? { validFrom } : {}), ...(validUntil ? { validUntil } : {}), reason },
          s('users.role.done', { name }),
        )
      }
      onClose={onClose}
    >
      {({ isChecked, isBusy, faultOf }) => (
        <>
          <RefPicker
            label={s('users.role.role')}
            to="access.role"
            isMany={false}
            isOptional={false}
            isDisabled={isBusy}
            value={role}
            onChange={(value) => setRole(typeof value === 'string' ? value : null)}
            refs={{}}
            error={isChecked && role === null ? t('form.required', { field: s('users.role.role') }) : faultOf('roleId')}
          />
          <div className={cx(parts.pair)}>
            <InstantInput
              {...zone}
              label={`${s('users.role.from')} (${t('common.optional')})`}
              value={validFrom}
              onChange={setFrom}
              disabled={isBusy}
              error={faultOf('validFrom')}
            />
            <InstantInput
              {...zone}
              label={`${s('users.role.until')} (${t('common.optional')})`}
              value={validUntil}
              onChange={setUntil}
              disabled={isBusy}
              error={isOrdered ? faultOf('validUntil') : s('users.role.order')}
            />
          </div>
        </>
      )}
    </AskDialog>
  );
}
