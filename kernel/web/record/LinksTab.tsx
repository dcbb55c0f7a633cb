import { useRecordPart } from '../api/records.ts';
import { pageOf } from '../api/resource.ts';
import { useT } from '../i18n/index.ts';
import { cx } from '../parts/cx.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { ErrorInPlace } from '../parts/ErrorInPlace.tsx';
import { SkeletonRows } from '../parts/SkeletonRows.tsx';
import { StateBadge } from '../parts/StateBadge.tsx';
import { definitionOf } from '../screens/definitions.ts';
import { useStateBadge } from '../screens/names.ts';
import type { RecordPanelProps } from '../screens/screens-for.ts';
import { AppLink } from '../shell/AppLink.tsx';
import type { LinkAnswer } from './answers.ts';
import css from './tabs-common.module.css';

/** Records linked with this one, in both directions, as far as the reader may see them. */
export function LinksTab({ record, row }: RecordPanelProps) {
  const t = useT();
  const stateBadge = useStateBadge();
  const found = useRecordPart<LinkAnswer>(record, row.id, 'links');
  if (found.error) return <ErrorInPlace error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <SkeletonRows rows={3} widths={['8rem', '24rem', '8rem']} />;
  if (found.data.items.length === 0) return <EmptyState title={t('record.noLinks')} />;
  return (
    <div className={cx(css.page)}>
      <table className={cx(css.table)}>
        <thead>
          <tr>
            <th scope="col">{t('field.number')}</th>
            <th scope="col">{t('sign.recordTitle')}</th>
            <th scope="col">{t('record.links')}</th>
            <th scope="col">{t('field.state')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((link) => {
            const target = definitionOf(link.type);
            const name = link.number ?? link.title;
            return (
              <tr key={link.id}>
                <th scope="row">{target ? <AppLink href={pageOf(target, link.recordId)}>{name}</AppLink> : name}</th>
                <td>{link.title}</td>
                <td>
                  {link.relation} <span className={cx(css.muted)}>{link.typeLabel}</span>
                </td>
                <td>{target?.states ? <StateBadge {...stateBadge(target, link.state)} /> : link.state}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
