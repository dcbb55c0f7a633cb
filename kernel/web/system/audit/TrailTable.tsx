import { VisuallyHidden } from '@mantine/core';
import { IconWritingSign } from '@tabler/icons-react';
import { Fragment, type ReactNode, useMemo, useRef, useState } from 'react';
import { pageOf } from '../../api/resource.ts';
import { useClock } from '../../i18n/clock.tsx';
import { dayNumber } from '../../i18n/format.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import history from '../../record/HistoryTable.module.css';
import { groupByDay } from '../../record/history-entry.ts';
import { SealMark } from '../../record/SealMark.tsx';
import { definitionOf } from '../../screens/definitions.ts';
import { AppLink } from '../../shell/AppLink.tsx';
import { useScrolls } from '../parts/Page.tsx';
import { useSystemText } from '../texts.ts';
import css from './audit.module.css';
import type { TrailEntry } from './entries.ts';
import { TrailEvidence } from './TrailEvidence.tsx';
import { type Change, useTrailWords } from './trail-words.ts';

export interface TrailTableProps {
  readonly entries: readonly TrailEntry[];
  /** Adds filters: everything of this person, of this record. */
  readonly onSearch: (more: Readonly<Record<string, string>>) => void;
}

const COLUMNS = 7;
/** Changes shown in the row itself; the rest opens with it. */
const SHOWN = 2;

/** Entries of the whole trail by day, newest first; each opens its evidence. */
export function TrailTable({ entries, onSearch }: TrailTableProps) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const scroller = useRef<HTMLDivElement>(null);
  const isScrolling = useScrolls(scroller);
  const [open, setOpen] = useState<string | null>(null);
  const groups = useMemo(() => groupByDay(entries, (at) => dayNumber(at, clock.zone)), [entries, clock.zone]);
  const today = dayNumber(clock.now, clock.zone);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      ref={scroller}
      role="group"
      className={cx(history.scroll)}
      aria-label={s('audit.title')}
      tabIndex={isScrolling ? 0 : undefined}
    >
      <table className={cx(history.table, css.table)}>
        <colgroup>
          <col style={{ width: '4.875rem' }} />
          <col style={{ width: '8.75rem' }} />
          <col style={{ width: '9.5rem' }} />
          <col style={{ width: '9.25rem' }} />
          <col />
          <col style={{ width: '17rem' }} />
          <col style={{ width: '6.25rem' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('history.when')}</th>
            <th scope="col">{t('history.who')}</th>
            <th scope="col">{s('audit.record')}</th>
            <th scope="col">{s('audit.action')}</th>
            <th scope="col">{t('history.change')}</th>
            <th scope="col">{t('history.why')}</th>
            <th scope="col">{t('history.seal')}</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.day}>
            <tr className={cx(history.day)}>
              <th scope="rowgroup" colSpan={COLUMNS}>
                {group.day === today ? t('history.today') : clock.longDay(group.rows[0]?.at ?? '', { hasWeekday: true })}
              </th>
            </tr>
            {group.rows.map((entry) => {
              const key = `${entry.epoch}-${entry.ord}`;
              return (
                <TrailRow
                  key={key}
                  entry={entry}
                  isOpen={open === key}
                  onToggle={() => setOpen(open === key ? null : key)}
                  onSearch={onSearch}
                />
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface TrailRowProps {
  readonly entry: TrailEntry;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onSearch: TrailTableProps['onSearch'];
}

function TrailRow({ entry, isOpen, onToggle, onSearch }: TrailRowProps) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const words = useTrailWords();
  const changes = words.changesOf(entry);
  return (
    <>
      <tr className={cx(history.row, isOpen && history.open)}>
        <td>
          <button
            type="button"
            className={cx(history.when)}
            aria-expanded={isOpen}
            aria-label={t('history.details', { entry: entry.entry ?? clock.time(entry.at) })}
            title={clock.moment(entry.at)}
            onClick={onToggle}
          >
            {clock.time(entry.at)}
          </button>
        </td>
        <td>
          {entry.actor.name || '–'}
          {entry.actor.type !== 'USER' && <span className={cx(css.kind)}>{words.actorType(entry.actor.type)}</span>}
        </td>
        <td>
          <RecordCell entry={entry} />
        </td>
        <td className={cx(history.field)}>
          {entry.signatureId && (
            <IconWritingSign size={14} stroke={1.7} className={cx(css.signed)} aria-label={t('history.signedMark')} role="img" />
          )}{' '}
          {words.actOf(entry)}
        </td>
        <td>
          {changes.slice(0, SHOWN).map((change) => (
            <ChangeLine key={change.field} change={change} />
          ))}
          {changes.length > SHOWN && (
            <span className={cx(css.rest)}>{s('audit.moreChanges', { count: changes.length - SHOWN })}</span>
          )}
          {changes.length === 0 && <span className={cx(css.clamp)}>{words.detailOf(entry)}</span>}
        </td>
        <td className={cx(history.why)}>
          <span className={cx(css.clamp)}>{entry.reason ?? '–'}</span>
        </td>
        <td>
          <SealMark seal={entry.entry === null ? 'sealing' : 'sealed'} entry={entry.entry} />
        </td>
      </tr>
      {isOpen && (
        <tr className={cx(history.evidence, css.evidence)}>
          <td colSpan={COLUMNS}>
            <TrailEvidence entry={entry} changes={changes} onSearch={onSearch} />
          </td>
        </tr>
      )}
    </>
  );
}

/** One changed field: struck old value, underlined new one; read out as "from … to …". */
export function ChangeLine({ change }: { readonly change: Change }) {
  const t = useT();
  const empty = t('history.empty');
  return (
    <span className={cx(css.change)}>
      {change.label}:{' '}
      <span aria-hidden="true">
        {change.from !== null && (
          <>
            <del>{change.from}</del>
            <span className={cx(history.arrow)}>→</span>
          </>
        )}
        {change.to === null ? <em>{empty}</em> : <ins>{change.to}</ins>}
      </span>
      <VisuallyHidden>{t('history.fromTo', { from: change.from ?? empty, to: change.to ?? empty })}</VisuallyHidden>
    </span>
  );
}

/** Number with its type, as a link where the type has a page. */
function RecordCell({ entry }: { readonly entry: TrailEntry }) {
  const words = useTrailWords();
  const definition = definitionOf(entry.entity);
  const type = words.typeOf(entry);
  if (!entry.recordId || !definition || definition.internal) {
    return (
      <>
        {entry.number ?? type}
        {entry.number && <span className={cx(css.kind)}>{type}</span>}
      </>
    );
  }
  return (
    <>
      <AppLink href={pageOf(definition, entry.recordId)}>{entry.number ?? type}</AppLink>
      {entry.number && <span className={cx(css.kind)}>{type}</span>}
    </>
  );
}

/** Facts as a list of terms, leaving out those without a value. */
export function Facts({ items }: { readonly items: readonly { readonly label: string; readonly value: ReactNode }[] }) {
  return (
    <dl>
      {items
        .filter((item) => item.value !== null && item.value !== undefined && item.value !== '')
        .map((item) => (
          <Fragment key={item.label}>
            <dt>{item.label}</dt>
            <dd>{item.value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
