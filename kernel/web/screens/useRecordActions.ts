import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Abilities, AnyRecord, Row, TransitionSpec } from '#kernel/schema';
import { useLabel, useT } from '../i18n/index.ts';
import type { BarAction } from '../parts/AbilityBar.tsx';
import { asksMore } from '../record/act-inputs.ts';
import { type Acts, iconOf } from '../record/useActs.tsx';
import { changesOf } from './registry.ts';

/** Refusals that say nothing about this record: the reader lacks the role, so the action is not expected here. */
const notExpected: ReadonlySet<string> = new Set([
  'core.forbidden',
  'core.commands-only',
  'core.delete-refused',
  'core.invalid-transition',
]);

/**
 * Actions of the header: exactly what `can` returns, in declared order. Allowed ones always; refused ones only where the state would
 * permit them, so that people expect them here. The rest stands under "What you may do".
 */
export function useRecordActions(
  record: AnyRecord,
  row: Row,
  can: Abilities,
  acts: Acts,
  onEdit: () => void,
  onCommand: (name: string) => void,
): readonly BarAction[] {
  const t = useT();
  const label = useLabel();
  const transitions = record.transitions as Readonly<Record<string, TransitionSpec>>;
  const actions: BarAction[] = [];
  for (const [name, spec] of Object.entries(transitions)) {
    const ability = can[name];
    if (!ability || (!ability.ok && (!spec.from.includes(row.state) || notExpected.has(ability.rule)))) continue;
    actions.push({
      key: name,
      label: label(spec.label),
      ability,
      isPrimary: spec.primary === true && !actions.some((action) => action.isPrimary && action.ability.ok),
      isSigned: spec.sign !== undefined,
      asksMore: asksMore(record, spec),
      isDangerous: spec.danger === true,
      icon: iconOf(spec),
      onAct: () => acts.start(name, spec),
    });
  }
  const { edit, void: voiding } = can;
  const others: BarAction[] = [];
  if (edit && (edit.ok || !notExpected.has(edit.rule))) {
    others.push({ key: 'edit', label: t('record.edit'), ability: edit, icon: IconPencil, hotkey: 'E', onAct: onEdit });
  }
  for (const [name, command] of Object.entries(changesOf(record).record?.commands ?? {})) {
    const ability = can[name];
    // A refused command is explained under "What you may do"; the header keeps to what people expect there.
    if (!command.act || !ability?.ok) continue;
    others.push({ key: name, label: label(command.label), ability, asksMore: true, onAct: () => onCommand(name) });
  }
  // What ends a record stays last.
  const end = actions.findIndex((action) => action.isDangerous);
  actions.splice(end >= 0 ? end : actions.length, 0, ...others);
  if (voiding?.ok) {
    actions.push({
      key: 'void',
      label: t('record.void'),
      ability: voiding,
      icon: IconTrash,
      asksMore: true,
      isDangerous: true,
      onAct: acts.startVoid,
    });
  }
  return actions;
}

/** Name of anything `can` speaks of: transition, edit, void, or command. */
export function useActionName(): (record: AnyRecord, key: string) => string {
  const t = useT();
  const label = useLabel();
  return useCallback(
    (record, key) => {
      const spec = (record.transitions as Readonly<Record<string, TransitionSpec>>)[key];
      const command = changesOf(record).record?.commands?.[key];
      if (spec) return label(spec.label);
      if (command) return label(command.label);
      if (key === 'edit') return t('record.edit');
      if (key === 'void') return t('record.void');
      const words = key.replaceAll('-', ' ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    },
    [t, label],
  );
}
