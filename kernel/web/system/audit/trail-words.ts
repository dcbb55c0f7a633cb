import { useMemo } from 'react';
import type { AnyRecord, TransitionSpec } from '#kernel/schema';
import { useClock } from '../../i18n/clock.tsx';
import { useLabel, useT } from '../../i18n/index.ts';
import { definitionOf } from '../../screens/definitions.ts';
import { useFieldName } from '../../screens/names.ts';
import { shapeOf } from '../../screens/standard-fields.ts';
import { useSystemText } from '../texts.ts';
import { knownAction, type TrailEntry } from './entries.ts';

export interface Change {
  readonly field: string;
  readonly label: string;
  /** In words; null is empty. */
  readonly from: string | null;
  readonly to: string | null;
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
          .sort(([a], [b]) => Number(b === 'state') - Number(a === 'state'))
          .map(([field, [from, to]]) => ({
            field,
            label: record ? fieldName(record, field) : field,
            from: valueText(record, field, from),
            to: valueText(record, field, to),
          }));
      },
      /** What an event without changed fields says besides. */
      detailOf(entry: TrailEntry): string {
        const { detail } = entry;
        if (isEmpty(detail)) return '–';
        if (typeof detail !== 'object') return shorten(String(detail));
        const parts = Object.entries(detail as Readonly<Record<string, unknown>>)
          .filter(([, value]) => !isEmpty(value))
          .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
        return parts.length > 0 ? shorten(parts.join(', ')) : '–';
      },
    };
  }, [t, s, label, clock, fieldName]);
}
