import { useCallback } from 'react';
import type { AnyRecord, StateSpec } from '#kernel/schema';
import { useLabel, useT } from '../i18n/index.ts';
import type { StateBadgeProps } from '../parts/StateBadge.tsx';
import { isStandard, shapeOf } from './standard-fields.ts';

const standardNames = [
  'id',
  'number',
  'state',
  'version',
  'revision',
  'siteId',
  'departmentId',
  'confidentiality',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'retentionUntil',
  'legalHold',
  'voidedAt',
  'voidedBy',
  'voidReason',
  'extra',
] as const;

/** Name of a field or standard column in the language in use. */
export function useFieldName(): (record: AnyRecord, name: string) => string {
  const t = useT();
  const label = useLabel();
  return useCallback(
    (record, name) => {
      const known = standardNames.find((standard) => standard === name);
      if (known && isStandard(record, name)) return t(`field.${known}`);
      const own = shapeOf(record, name)?.label;
      return own ? label(own) : name;
    },
    [t, label],
  );
}

/** Badge of a state of a record type. */
export function useStateBadge(): (record: AnyRecord, state: string) => StateBadgeProps {
  const label = useLabel();
  return useCallback(
    (record, state) => {
      const spec = ((record.states ?? {}) as Readonly<Record<string, StateSpec>>)[state];
      if (!spec) return { family: 'writing', label: state };
      return {
        family: spec.family,
        label: label(spec.label),
        mark: spec.family === 'ended' && spec.hidden ? 'crossed' : undefined,
      };
    },
    [label],
  );
}

/** Family of a state; `writing` where the record has none. */
export function familyOf(record: AnyRecord, state: string): StateSpec['family'] {
  return ((record.states ?? {}) as Readonly<Record<string, StateSpec>>)[state]?.family ?? 'writing';
}
