import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { StateFamily } from '#kernel/schema';
import { useClock } from '../../i18n/clock.tsx';
import { useT } from '../../i18n/index.ts';
import { cx } from '../../parts/cx.ts';
import { LabelValues, Section } from '../../parts/Section.tsx';
import { StateBadge } from '../../parts/StateBadge.tsx';
import { AppLink } from '../../shell/AppLink.tsx';
import { Answered } from '../parts/Answered.tsx';
import { NotForYou } from '../parts/NotForYou.tsx';
import { Page, PlainTable } from '../parts/Page.tsx';
import parts from '../parts/system.module.css';
import { useAnswer, useMay } from '../parts/use-answer.ts';
import { useSystemText } from '../texts.ts';

type Status = 'healthy' | 'degraded' | 'unhealthy';

interface Component {
  readonly name: string;
  readonly status: Status;
  readonly latencyMs: number;
  readonly details: unknown;
}

interface HealthAnswer {
  readonly status: Status;
  readonly checkedAt: string;
  readonly components: readonly Component[];
}

interface Info {
  readonly name: string;
  readonly version: string;
  readonly environment: { readonly name: string; readonly isProduction: boolean };
}

const PATH = '/system/health';
const REFRESH_MS = 15_000;
const families: Record<Status, StateFamily> = { healthy: 'valid', degraded: 'attention', unhealthy: 'wrong' };
const order: readonly Status[] = ['unhealthy', 'degraded', 'healthy'];
const names = ['database', 'scheduler', 'audit trail', 'mail', 'document storage'] as const;
const details = [
  'lastHeartbeat',
  'liveWorkers',
  'silentWorkers',
  'silentRuns',
  'lateRuns',
  'failedRuns',
  'writable',
  'entries',
  'epoch',
  'sealedAt',
  'pending',
  'lagSeconds',
  'verification',
  'at',
  'ok',
  'faults',
  'damaged',
  'downSince',
  'error',
  'waiting',
  'late',
  'dead',
] as const;
/** Where something can be done about a component. */
const places: Readonly<Record<string, string>> = {
  scheduler: '/system/jobs',
  'audit trail': '/system/audit-trail',
  mail: '/system/outbox',
};

/** State of every part of the product, worst first, asked again every 15 s (spec 1.13). */
export function HealthPage() {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  const mayRead = useMay()('system.job.manage');
  const health = useAnswer<HealthAnswer>(PATH, { isWanted: mayRead, every: REFRESH_MS });
  const info = useAnswer<Info>('/system/info').data;
  if (!mayRead) return <NotForYou />;
  return (
    <Page
      isWide
      title={s('health.title')}
      note={health.data && s('health.checkedAt', { time: `${clock.moment(health.data.checkedAt)}` })}
      actions={
        <Button
          size="xs"
          leftSection={<IconRefresh size={15} stroke={1.7} aria-hidden="true" />}
          aria-disabled={health.isFetching}
          onClick={() => void health.refetch()}
        >
          {s('health.again')}
        </Button>
      }
    >
      {info && (
        <Section title={s('health.product')}>
          <LabelValues
            items={[
              { key: 'version', label: s('health.version'), value: `${info.name} ${info.version}` },
              { key: 'environment', label: s('health.environment'), value: info.environment.name },
            ]}
          />
        </Section>
      )}
      <Answered answer={health} what={s('health.title')} rows={6}>
        {({ components }) => (
          <PlainTable
            label={s('health.title')}
            minWidth="50rem"
            columns={[
              { key: 'name', label: s('health.component'), width: '13rem' },
              { key: 'state', label: t('list.state'), width: '11rem' },
              { key: 'latency', label: s('health.answered'), width: '8rem' },
              { key: 'details', label: s('health.details') },
            ]}
          >
            <tbody>
              {[...components]
                .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
                .map((component) => (
                  <tr key={component.name} style={{ verticalAlign: 'top' }}>
                    <th scope="row">{nameOf(component.name)}</th>
                    <td>
                      <StateBadge family={families[component.status]} label={s(`health.status.${component.status}`)} />
                    </td>
                    <td>{`${component.latencyMs} ms`}</td>
                    <td>
                      <Details value={component.details} />
                    </td>
                  </tr>
                ))}
            </tbody>
          </PlainTable>
        )}
      </Answered>
    </Page>
  );

  function nameOf(name: string): ReactNode {
    const known = names.find((one) => one === name);
    const text = known ? s(`health.name.${known}`) : name;
    const place = places[name];
    return place ? <AppLink href={place}>{text}</AppLink> : text;
  }
}

/** What a component says of itself: known facts by name, others by their own. */
function Details({ value }: { readonly value: unknown }) {
  const t = useT();
  const s = useSystemText();
  const clock = useClock();
  if (value === null || value === undefined) return <span className={cx(parts.muted)}>–</span>;
  if (typeof value !== 'object') return <>{String(value)}</>;
  const words = (fact: unknown): string => {
    if (fact === null || fact === undefined) return '–';
    if (typeof fact === 'boolean') return fact ? t('common.yes') : t('common.no');
    if (typeof fact === 'number') return clock.count(fact);
    if (typeof fact === 'string') return /^\d{4}-\d{2}-\d{2}T/.test(fact) ? clock.moment(fact) : fact;
    return Object.entries(fact)
      .map(([key, one]) => `${labelOf(key)} ${words(one)}`)
      .join(', ');
  };
  const labelOf = (key: string): string => {
    const known = details.find((one) => one === key);
    return known ? s(`health.detail.${known}`) : key;
  };
  const facts = Object.entries(value).filter(([key]) => key !== 'status');
  return (
    <ul className={cx(parts.facts)}>
      {facts.map(([key, fact]) => (
        <li key={key}>
          <span className={cx(parts.muted)}>{labelOf(key)}</span> {words(fact)}
        </li>
      ))}
    </ul>
  );
}
