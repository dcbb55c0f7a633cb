import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { urlOf } from '../../api/client.ts';
import { useClock } from '../../i18n/clock.tsx';
import { dayNumber } from '../../i18n/format.ts';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { Message } from '../../parts/Message.tsx';
import { LabelValues, Section } from '../../parts/Section.tsx';
import { AppLink } from '../../shell/AppLink.tsx';
import { Answered } from '../parts/Answered.tsx';
import { dayFrom, dayText, FilterChip, PeriodChoice } from '../parts/filters.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { Page, PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useMay } from '../parts/use-answer.ts';
import { useSearchState } from '../parts/use-search.ts';
import { useSystemText } from '../texts.ts';
import css from './audit.module.css';
import { type ReportAnswer, TRAIL } from './entries.ts';
import { useTrailWords } from './trail-words.ts';

type Report = ReportAnswer['data'];
const PATH = `${TRAIL}/report`;

/** Activity in a period and the integrity of the trail (AT-14); every count leads to its entries. */
export function ReportPage() {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const mayRead = useMay()('system.audit.read');
  const [search, setSearch] = useSearchState();
  const today = dayText(dayNumber(clock.now, clock.zone));
  const from = search.from ?? dayFrom(today, -29);
  const report = useAnswer<ReportAnswer>(PATH, { query: { from, to: search.to }, isWanted: mayRead });
  if (!mayRead) return <NotForYou />;
  const period = search.to
    ? s('report.fromTo', { from: clock.longDay(from), to: clock.longDay(search.to) })
    : s('report.since', { from: clock.longDay(from) });
  return (
    <Page
      isWide
      title={s('audit.report')}
      note={<AppLink href={TRAIL}>{s('audit.title')}</AppLink>}
      actions={
        <>
          <FilterChip label={s('audit.period')} value={period} onClear={() => setSearch({})}>
            {(close) => (
              <PeriodChoice
                from={from}
                to={search.to ?? ''}
                today={today}
                onApply={(next) => {
                  setSearch(next);
                  close();
                }}
              />
            )}
          </FilterChip>
          <Button
            size="xs"
            leftSection={<IconPrinter size={15} stroke={1.7} aria-hidden="true" />}
            onClick={() => window.print()}
          >
            {t('record.print')}
          </Button>
        </>
      }
    >
      <Answered answer={report} what={s('audit.report')} rows={10} widths={['14rem', '8rem']}>
        {({ data }) => <Findings report={data} period={period} from={from} to={search.to} />}
      </Answered>
    </Page>
  );
}

interface FindingsProps {
  readonly report: Report;
  readonly period: string;
  readonly from: string;
  readonly to: string | undefined;
}

function Findings({ report, period, from, to }: FindingsProps) {
  const s = useSystemText();
  const clock = useClock();
  const words = useTrailWords();
  const { integrity } = report;
  const isGood = integrity.result === 'COMPLIANT';
  const link = (query: Readonly<Record<string, string | undefined>>): string => urlOf(TRAIL, { from, to, ...query });
  return (
    <>
      <Message
        tone={isGood ? 'good' : 'bad'}
        role={isGood ? 'status' : 'alert'}
        title={isGood ? s('report.compliant') : s('report.nonCompliant')}
      >
        {integrity.verifiedAt
          ? s('report.verified', {
              time: clock.moment(integrity.verifiedAt),
              events: clock.count(integrity.events),
              percent: integrity.intactPercent,
            })
          : s('audit.neverVerified')}
      </Message>
      {integrity.findings.length > 0 && (
        <Section title={s('report.findings')}>
          <ul className={cx(parts.stack)}>
            {integrity.findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={s('report.total')}>
        <LabelValues
          items={[
            { key: 'period', label: s('audit.period'), value: period },
            { key: 'total', label: s('report.events'), value: <AppLink href={link({})}>{clock.count(report.total)}</AppLink> },
          ]}
        />
      </Section>
      <div className={cx(css.counts)}>
        <Counts
          title={s('report.byAction')}
          total={report.total}
          rows={report.byAction.map(({ action, count }) => ({
            key: action,
            count,
            name: <AppLink href={link({ action })}>{words.actionName(action)}</AppLink>,
          }))}
        />
        <Counts
          title={s('report.byPerson')}
          total={report.total}
          rows={report.byUser.map(({ id, name, count }) => ({
            key: id,
            count,
            name: <AppLink href={link({ user: id })}>{name || '–'}</AppLink>,
          }))}
        />
        <Counts
          title={s('report.byDay')}
          total={report.total}
          rows={report.byDay.map(({ day, count }) => ({
            key: day,
            count,
            name: (
              <AppLink href={urlOf(TRAIL, { from: `${day}T00:00:00Z`, to: `${dayFrom(day, 1)}T00:00:00Z` })}>
                {clock.longDay(day, { hasWeekday: true })}
              </AppLink>
            ),
          }))}
        />
      </div>
      <p className={cx(parts.small)}>{s('report.utc')}</p>
    </>
  );
}

interface CountsProps {
  readonly title: string;
  readonly total: number;
  readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly count: number }[];
}

function Counts({ title, total, rows }: CountsProps) {
  const s = useSystemText();
  const clock = useClock();
  return (
    <Section title={title} note={String(rows.length)}>
      <PlainTable
        label={title}
        columns={[
          { key: 'name', label: title },
          { key: 'count', label: s('report.count'), width: '5rem', isNumber: true },
          { key: 'share', label: s('report.share'), width: '8rem' },
        ]}
      >
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <td className={cx(parts.number)}>{clock.count(row.count)}</td>
              <td>
                <span
                  className={cx(css.meter)}
                  style={{ width: `${total > 0 ? (100 * row.count) / total : 0}%` }}
                  aria-hidden="true"
                />
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </Section>
  );
}
