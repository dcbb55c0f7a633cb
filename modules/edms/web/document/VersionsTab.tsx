import { Checkbox } from '@mantine/core';
import { pageOf } from '#kernel/web/api/resource.ts';
import { useClock } from '#kernel/web/i18n/clock.tsx';
import { useLabel, useT } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { StateBadge } from '#kernel/web/parts/StateBadge.tsx';
import { RefLink } from '#kernel/web/screens/RefLink.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';
import { Document } from '../../records/document.ts';
import { Version } from '../../records/version.ts';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';
import { type PageSearch, textIn } from '../usePageSearch.ts';
import { Compared } from './Compared.tsx';
import type { Shown } from './DocumentView.tsx';
import css from './document.module.css';
import { published } from './useTrail.tsx';
import { useVersionBadge } from './useVersionBadge.ts';

interface VersionsTabProps {
  readonly shown: Shown;
  readonly search: PageSearch;
  readonly onSearch: (change: PageSearch) => void;
}

/** Revision history (EDMS-32): every version the reader may see; two of them can be laid beside each other. */
export function VersionsTab({ shown, search, onSearch }: VersionsTabProps) {
  const t = useT();
  const e = useEdmsT();
  const label = useLabel();
  const clock = useClock();
  const versionBadge = useVersionBadge();
  const { version, document, versions, refs } = shown;
  const chosen = (textIn(search, 'compare') ?? '').split('.').filter((id) => versions.some((one) => one.id === id));
  const toggle = (id: string): void => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen.slice(-1), id];
    onSearch({ compare: next.join('.') });
  };
  // From the older to the newer one, whichever was chosen first; the list has the newest first.
  const [newer, older] = versions.filter((one) => chosen.includes(one.id));
  const person = (id: string | null) => (id ? <RefLink id={id} type="access.user" refs={refs} /> : '–');
  return (
    <div className={cx(css.page)}>
      <div className={cx(table.scroll)}>
        <table className={cx(table.table, table.top)}>
          <thead>
            <tr>
              {versions.length > 1 && <th scope="col">{e('versions.compare')}</th>}
              <th scope="col">{label(Version.fields.label.label)}</th>
              <th scope="col">{t('field.state')}</th>
              <th scope="col">{label(Version.fields.changeSummary.label)}</th>
              <th scope="col">{label(Version.fields.authorId.label)}</th>
              <th scope="col">{label(Version.fields.reviewerId.label)}</th>
              <th scope="col">{label(Version.fields.approverId.label)}</th>
              <th scope="col">{e('field.approvalDate')}</th>
              <th scope="col">{e('field.effective')}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((one) => (
              <tr key={one.id} className={cx(!published.has(one.state) && one.state === 'TERMINATED' && table.faded)}>
                {versions.length > 1 && (
                  <td>
                    <Checkbox
                      aria-label={e('versions.choose', { label: one.label ?? '' })}
                      checked={chosen.includes(one.id)}
                      onChange={() => toggle(one.id)}
                    />
                  </td>
                )}
                <th scope="row">
                  {one.id === version.id || !document ? (
                    <>
                      {one.label} <span className={cx(table.muted)}>{e('versions.shown')}</span>
                    </>
                  ) : (
                    <AppLink href={`${pageOf(Document, document.id)}?version=${one.id}`}>{one.label}</AppLink>
                  )}
                </th>
                <td>
                  <StateBadge {...versionBadge(one)} />
                </td>
                <td>{one.changeSummary ?? '–'}</td>
                <td>{person(one.authorId)}</td>
                <td>{person(one.reviewerId)}</td>
                <td>{person(one.approverId)}</td>
                <td className={cx(table.keep)}>{one.approvedAt ? clock.longDay(one.approvedAt) : '–'}</td>
                <td className={cx(table.keep)}>{one.effectiveDate ? clock.longDay(one.effectiveDate) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {versions.length > 1 && !(newer && older) && <p className={cx(css.note)}>{e('versions.chooseTwo')}</p>}
      {newer && older && <Compared key={`${older.id} ${newer.id}`} from={older} to={newer} />}
    </div>
  );
}
