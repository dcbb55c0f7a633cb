import { Button, Tooltip } from '@mantine/core';
import { IconLock, IconWritingSign, type TablerIcon } from '@tabler/icons-react';
import type { Ability } from '#kernel/schema';
import css from './AbilityButton.module.css';
import { cx } from './cx.ts';
import { RefusalPopover } from './RefusalPopover.tsx';

export interface AbilityButtonProps {
  /** What the server said the reader may do; never recomputed here. */
  readonly ability: Ability;
  /** Verb and object: "Report event". */
  readonly label: string;
  /** The next expected step of the screen: the one filled button. */
  readonly isPrimary?: boolean;
  /** The act is a signature and carries the pen. */
  readonly isSigned?: boolean;
  /** More is asked before it happens; the label ends in "…". */
  readonly asksMore?: boolean;
  readonly isDangerous?: boolean;
  readonly icon?: TablerIcon | undefined;
  readonly size?: 'xs' | 'sm' | 'md' | 'lg' | 'xl';
  /** Key that does the same, shown in the tooltip. */
  readonly hotkey?: string | undefined;
  readonly isBusy?: boolean;
  readonly onAct: () => void;
}

/** An action as the server allows or refuses it. A refused one stays visible and focusable and says why. */
export function AbilityButton(props: AbilityButtonProps) {
  const {
    ability,
    label,
    isPrimary = false,
    isSigned = false,
    asksMore = false,
    isDangerous = false,
    size = 'sm',
    hotkey,
    isBusy = false,
    onAct,
  } = props;
  const text = asksMore ? `${label}…` : label;
  if (!ability.ok) {
    return (
      <RefusalPopover action={label} refusal={ability}>
        <Button
          size={size}
          aria-disabled="true"
          className={cx(css.refused)}
          leftSection={<IconLock size={15} stroke={1.7} aria-hidden="true" />}
        >
          {label}
        </Button>
      </RefusalPopover>
    );
  }
  const Icon = isSigned ? IconWritingSign : props.icon;
  const button = (
    <Button
      size={size}
      variant={isPrimary ? 'filled' : 'default'}
      className={cx(isDangerous && css.dangerous)}
      leftSection={Icon && <Icon size={15} stroke={1.7} aria-hidden="true" />}
      loading={isBusy}
      onClick={onAct}
    >
      {text}
    </Button>
  );
  return hotkey ? <Tooltip label={`${label} (${hotkey})`}>{button}</Tooltip> : button;
}
