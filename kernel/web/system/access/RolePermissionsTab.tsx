import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Grant, Role } from '../../../access/records/role.ts';
import { request } from '../../api/client.ts';
import { recordKeys } from '../../api/records.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { toast } from '../../parts/toast.tsx';
import common from '../../record/tabs-common.module.css';
import type { RecordPanelProps } from '../../screens/screens-for.ts';
import { AskDialog } from '../parts/AskDialog.tsx';
import parts from '../parts/system.module.css';
import { useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';
import { GrantMatrix } from './GrantMatrix.tsx';
import { grantsOf } from './grants.ts';

/** The role editor: module by level by scope, and single permissions. A change acts on the next request of everybody who holds the role. */
export function RolePermissionsTab({ row, version }: RecordPanelProps<typeof Role>) {
  const t = useT();
  const s = useSystemText();
  const client = useQueryClient();
  const mayEdit = useMay()('access.role.edit');
  const before = grantsOf(row.grants);
  const [edited, setEdited] = useState<readonly Grant[] | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isChanged = edited !== null && JSON.stringify(edited) !== JSON.stringify(before);
  return (
    <div className={cx(common.page)}>
      {mayEdit && (
        <div className={cx(parts.bar)}>
          {edited === null ? (
            <Button leftSection={<IconPencil size={15} stroke={1.7} aria-hidden="true" />} onClick={() => setEdited(before)}>
              {s('roles.edit')}
            </Button>
          ) : (
            <>
              <Button variant="filled" aria-disabled={!isChanged} onClick={() => isChanged && setSaving(true)}>
                {t('form.saveChanges')}…
              </Button>
              <Button onClick={() => setEdited(null)}>{t('common.cancel')}</Button>
              <span className={cx(parts.muted)} role="status">
                {isChanged ? s('roles.unsaved') : s('roles.unchanged')}
              </span>
            </>
          )}
        </div>
      )}
      {edited !== null && row.isSystem && <Message tone="warn" title={s('roles.delivered')} />}
      <GrantMatrix grants={edited ?? before} onChange={edited === null ? undefined : setEdited} />
      {isSaving && edited && (
        <AskDialog
          title={s('roles.saveTitle', { name: row.name })}
          action={t('form.saveChanges')}
          effects={<p>{s('roles.effect')}</p>}
          onAct={async (reason) => {
            await request('PATCH', `/roles/${row.id}`, { body: { grants: edited, reason }, version });
            await client.invalidateQueries({ queryKey: recordKeys.all(Role) });
            setEdited(null);
            toast({ title: s('roles.saved', { name: row.name }) });
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  );
}
