import { IconAlertOctagonFilled, IconCircleCheckFilled } from '@tabler/icons-react';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { Dialog, DialogBody } from '../parts/Dialog.tsx';
import css from '../record/tabs-common.module.css';

export interface BulkResult {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

export interface BulkOutcomesProps {
  readonly results: { readonly action: string; readonly rows: readonly BulkResult[] };
  readonly onClose: () => void;
}

/** What became of each row of a bulk action. */
export function BulkOutcomes({ results, onClose }: BulkOutcomesProps) {
  const t = useT();
  const done = results.rows.filter((row) => row.ok).length;
  return (
    <Dialog title={t('list.bulkOutcome', { action: results.action })} size="36rem" onClose={onClose}>
      <DialogBody>
        <p role="status">{t('list.bulkDone', { ok: done, of: results.rows.length })}</p>
        <table className={cx(css.table)}>
          <tbody>
            {results.rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name}</th>
                <td>
                  {row.ok ? (
                    <IconCircleCheckFilled size={15} color="var(--good-icon)" role="img" aria-label={t('timeline.done')} />
                  ) : (
                    <IconAlertOctagonFilled size={15} color="var(--bad-icon)" role="img" aria-label={t('list.refused')} />
                  )}{' '}
                  {row.detail}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </DialogBody>
    </Dialog>
  );
}
