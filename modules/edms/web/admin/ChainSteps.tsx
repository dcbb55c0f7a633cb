import { ActionIcon, Button, Select, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash, type TablerIcon } from '@tabler/icons-react';
import type { Row, StageSpec } from '#kernel/schema';
import { useLabel } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { definitionOf } from '#kernel/web/screens/definitions.ts';
import type { CellProps, InputProps } from '#kernel/web/screens/screens-for.ts';
import type { Chain } from '../../../../kernel/tasks/records/chain.ts';
import table from '../table.module.css';
import { useEdmsT } from '../texts.ts';
import css from './admin.module.css';
import { type Mode, modeOf, modes, moved, ofStage, type Step, stepsIn, withStage } from './chain-steps.ts';

type Stages = Readonly<Record<string, StageSpec>>;

/** Stages that the record type of a chain declares, in their order. */
function stagesOf(recordType: unknown): readonly [string, StageSpec][] {
  const record = definitionOf(String(recordType ?? ''));
  return Object.entries((record?.stages ?? {}) as Stages);
}

/** Editor of the steps: per stage of the record type, in order, each with who signs and how long it may take. */
export function ChainStepsInput({ value, onChange, values, error, isDisabled }: InputProps) {
  const e = useEdmsT();
  const label = useLabel();
  const steps = stepsIn(value);
  return (
    <div className={cx(css.stages)}>
      <p className={cx(css.hint)}>{e('chain.hint')}</p>
      {error && <p role="alert">{error}</p>}
      {stagesOf(values.recordType).map(([stage, spec]) => {
        const here = ofStage(steps, stage);
        const set = (next: readonly Step[]): void => onChange(withStage(steps, stage, next));
        const name = label(spec.label);
        return (
          <fieldset key={stage} className={cx(css.stage)} disabled={isDisabled}>
            <legend>{name}</legend>
            {here.length === 0 && <p className={cx(css.hint)}>{e('chain.none')}</p>}
            {here.map((step, index) => (
              <StepRow
                // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place; its name is being typed
                key={index}
                step={step}
                count={here.length}
                onChange={(next) => set(here.map((one, at) => (at === index ? next : one)))}
                onMove={(by) => set(moved(here, index, index + by))}
                onRemove={() => set(here.filter((_one, at) => at !== index))}
              />
            ))}
            <Button
              leftSection={<IconPlus size={15} stroke={1.7} aria-hidden="true" />}
              onClick={() => set([...here, { stage, order: here.length + 1, name: label(spec.task), mode: 'SEQUENTIAL' }])}
            >
              {e('chain.add', { stage: name })}
            </Button>
          </fieldset>
        );
      })}
    </div>
  );
}

interface StepRowProps {
  readonly step: Step;
  readonly count: number;
  readonly onChange: (step: Step) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function StepRow({ step, count, onChange, onMove, onRemove }: StepRowProps) {
  const e = useEdmsT();
  const name = step.name || e('chain.step', { n: step.order });
  const days = (text: string): void => {
    const { dueDays: _before, ...rest } = step;
    const given = Number.parseInt(text, 10);
    onChange(Number.isNaN(given) ? rest : { ...rest, dueDays: given });
  };
  return (
    <div className={cx(css.step)}>
      <TextInput
        label={`${step.order}. ${e('chain.name')}`}
        value={step.name}
        onChange={(event) => onChange({ ...step, name: event.currentTarget.value })}
      />
      <TextInput
        label={e('chain.dueDays')}
        inputMode="numeric"
        value={step.dueDays === undefined ? '' : String(step.dueDays)}
        onChange={(event) => days(event.currentTarget.value)}
      />
      <div className={cx(css.moves)}>
        <Move icon={IconArrowUp} label={e('chain.up', { name })} isOff={step.order === 1} onClick={() => onMove(-1)} />
        <Move icon={IconArrowDown} label={e('chain.down', { name })} isOff={step.order === count} onClick={() => onMove(1)} />
        <Move icon={IconTrash} label={e('chain.remove', { name })} isOff={false} onClick={onRemove} />
      </div>
      <Select
        className={cx(css.mode)}
        label={e('chain.mode')}
        data={modes.map((mode) => ({ value: mode, label: e(`chain.modes.${mode}`) }))}
        value={step.mode}
        onChange={(mode) => onChange({ ...step, mode: modeOf(mode) })}
        allowDeselect={false}
      />
    </div>
  );
}

interface MoveProps {
  readonly icon: TablerIcon;
  readonly label: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

function Move({ icon: Icon, label, isOff, onClick }: MoveProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="lg" aria-label={label} disabled={isOff} onClick={onClick}>
        <Icon size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Steps of a chain as a table, on its page. */
export function ChainStepsValue({ row }: CellProps<typeof Chain>) {
  const e = useEdmsT();
  const label = useLabel();
  const { steps, recordType } = row as Row<typeof Chain>;
  const known = stepsIn(steps);
  const rows = stagesOf(recordType).flatMap(([stage, spec]) => ofStage(known, stage).map((step) => ({ step, spec })));
  const modeText = (mode: Mode): string => e(`chain.modes.${mode}`);
  return (
    <table className={cx(table.table)}>
      <thead>
        <tr>
          <th scope="col">{e('chain.stage')}</th>
          <th scope="col">{e('chain.order')}</th>
          <th scope="col">{e('chain.name')}</th>
          <th scope="col">{e('chain.mode')}</th>
          <th scope="col">{e('chain.dueDays')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ step, spec }) => (
          <tr key={`${step.stage} ${step.order}`}>
            <td>{label(spec.label)}</td>
            <td>{step.order}</td>
            <th scope="row">{step.name}</th>
            <td>{modeText(step.mode)}</td>
            <td>{step.dueDays ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
