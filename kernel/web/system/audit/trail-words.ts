import { useMemo } from 'react';
import type { AnyRecord, TransitionSpec } from '#kernel/schema';
import { useClock } from '../../i18n/clock.tsx';
import { useLabel, useT } from '../../i18n/index.ts';
import { definitionOf } from '../../screens/definitions.ts';
import { useFieldName } from '../../screens/names.ts';
import { shapeOf } from '../../screens/standard-fields.ts';
import { statuses } from '../jobs/answers.ts';
import { useSystemText } from '../texts.ts';
import { knownAction, type TrailEntry } from './entries.ts';

export interface Change {
  readonly field: string;
  readonly label: string;
  /** In words; null is empty. */
  readonly from: string | null;
  readonly to: string | null;
  /** Type of the records that the values are ids of; their names are looked up when the entry is opened. */
  readonly refTo?: string;
}

/** State first, then the record's own values, ids of other records, and last what every record has. */
function rankOf(record: AnyRecord | undefined, field: string): number {
  if (field === 'state') return 0;
  if (!record || !Object.hasOwn(record.fields, field)) return record ? 3 : 1;
  return shapeOf(record, field)?.kind === 'ref' ? 2 : 1;
}

/** Columns that move with every change and say nothing by themselves. */
const silent: ReadonlySet<string> = new Set([
  'version',
  'updatedAt',
  'updatedBy',
  'createdAt',
  'createdBy',
  'orgId',
  'id',
  'extra',
  'legalHold',
]);
/** What the row says in other columns already. */
const told: ReadonlySet<string> = new Set(['scheduledFor', 'attempt', 'trigger']);
/** Parts of the product that events are about without being records. */
const things = ['jobs/run', 'audit/verification', 'audit/event', 'notify/mail', 'events/delivery'] as const;
const LONGEST = 140;

const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

/** What a new record simply starts with says nothing. */
const isStart = (field: string, [from, to]: readonly [unknown, unknown]): boolean =>
  isEmpty(from) && (isEmpty(to) || to === false || (field === 'revision' && to === 1));

/** Events in words: what was done, which fields changed, by which kind of actor. */
export function useTrailWords() {
  const t = useT();
  const s = useSystemText();
  const label = useLabel();
  const clock = useClock();
  const fieldName = useFieldName();
  return useMemo(() => {
    const valueText = (record: AnyRecord | undefined, field: string, value: unknown): string | null => {
      if (isEmpty(value)) return null;
      const shape = record && shapeOf(record, field);
      const choice = shape?.choices?.[String(value)];
      if (choice) return label(choice);
      if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
      if ((shape?.kind === 'instant' || shape?.kind === 'day') && typeof value === 'string') return clock.moment(value);
      return shorten(typeof value === 'string' ? value : JSON.stringify(value));
    };
    return {
      /** The transition by its name where there was one, else the action. */
      actOf(entry: TrailEntry): string {
        const known = knownAction(entry.action);
        const transitions = definitionOf(entry.entity)?.transitions as Readonly<Record<string, TransitionSpec>> | undefined;
        const spec = entry.transition ? transitions?.[entry.transition] : undefined;
        if (spec) return label(spec.label);
        return known ? s(`action.${known}`) : entry.action;
      },
      /** Type of what an event is about; parts of the product that are no records have names too. */
      typeOf(entry: TrailEntry): string {
        const known = things.find((thing) => thing === entry.entity.replace('.', '/'));
        return entry.entityLabel ?? (known ? s(`thing.${known}`) : entry.entity);
      },
      actionName(action: string): string {
        const known = knownAction(action);
        return known ? s(`action.${known}`) : action;
      },
      actorType(type: string): string {
        return type === 'SYSTEM' || type === 'INTEGRATION' ? s(`actor.${type}`) : type;
      },
      changesOf(entry: TrailEntry): readonly Change[] {
        const record = definitionOf(entry.entity);
        return Object.entries(entry.changes)
          .filter(([field, change]) => !silent.has(field) && !isStart(field, change))
          .sort(([a], [b]) => rankOf(record, a) - rankOf(record, b))
          .map(([field, [from, to]]) => {
            const shape = record && shapeOf(record, field);
            return {
              field,
              label: record ? fieldName(record, field) : field,
              from: valueText(record, field, from),
              to: valueText(record, field, to),
              ...(shape?.kind === 'ref' && shape.to ? { refTo: shape.to } : {}),
            };
          });
      },
      /** What an event without changed fields says besides. */
      detailOf(entry: TrailEntry): string {
        const { detail } = entry;
        if (isEmpty(detail)) return '–';
        if (typeof detail !== 'object') return shorten(String(detail));
        const facts = detail as Readonly<Record<string, unknown>>;
        if (entry.action === 'JOB' && facts.phase === 'start') return s('audit.jobStarted');
        if (entry.action === 'JOB' && facts.phase === 'finish') {
          const status = statuses.find((one) => one === facts.status);
          return s('audit.jobFinished', {
            status: status ? s(`jobs.status.${status}`) : String(facts.status),
            processed: Number(facts.processed ?? 0),
            failed: Number(facts.failed ?? 0),
          });
        }
        const parts = Object.entries(facts)
          .filter(([key, value]) => !isEmpty(value) && !told.has(key))
          .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
        return parts.length > 0 ? shorten(parts.join(', ')) : '–';
      },
    };
  }, [t, s, label, clock, fieldName]);
}
