import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconLock, IconWritingSign, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Ability } from '#kernel/schema';
import { useT } from '../i18n/index.ts';
import css from './AbilityBar.module.css';
import { AbilityButton } from './AbilityButton.tsx';
import { announce } from './announce.ts';
import { cx } from './cx.ts';

export interface BarAction {
  readonly key: string;
  readonly label: string;
  readonly ability: Ability;
  readonly isPrimary?: boolean;
  readonly isSigned?: boolean;
  readonly asksMore?: boolean;
  readonly isDangerous?: boolean;
  readonly icon?: TablerIcon | undefined;
  readonly hotkey?: string | undefined;
  readonly onAct: () => void;
}

/** Refused actions shown as buttons; all others are in "What you may do". */
const REFUSED_SHOWN = 2;
/** Buttons beside the primary one before the rest goes into More. */
const ROOM = { wide: 4, narrow: 2 } as const;

/** Which actions are buttons and which are in More: allowed before refused, declared order kept, at most two refused ones shown. */
export function splitActions(
  actions: readonly BarAction[],
  room: number,
): { readonly shown: readonly BarAction[]; readonly more: readonly BarAction[] } {
  const ordered = [...actions].sort((a, b) => rank(a) - rank(b));
  let refused = 0;
  const shown = ordered.filter((action) => action.ability.ok || ++refused <= REFUSED_SHOWN).slice(0, room);
  return { shown, more: ordered.filter((action) => !shown.includes(action)) };
}

function rank(action: BarAction): number {
  if (!action.ability.ok) return 2;
  return action.isPrimary ? 0 : 1;
}

/** The actions of a record: the expected one first and filled, refused ones explained, the rest in More. */
export function AbilityBar({ actions, extra }: { readonly actions: readonly BarAction[]; readonly extra?: ReactNode }) {
  const t = useT();
  const isNarrow = useMediaQuery('(max-width: 74.99em)', false, { getInitialValueInEffect: false });
  const { shown, more } = splitActions(actions, isNarrow ? ROOM.narrow : ROOM.wide);
  return (
    <div className={cx(css.bar)} data-no-print="">
      {shown.map((action) => (
        <AbilityButton
          key={action.key}
          ability={action.ability}
          label={action.label}
          isPrimary={action.isPrimary ?? false}
          isSigned={action.isSigned ?? false}
          asksMore={action.asksMore ?? false}
          isDangerous={action.isDangerous ?? false}
          icon={action.icon}
          hotkey={action.hotkey}
          onAct={action.onAct}
        />
      ))}
      {extra}
      {more.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="lg" aria-label={t('ability.more')}>
              <IconDots size={16} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {more.map((action) => (
              <MoreItem key={action.key} action={action} />
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

function MoreItem({ action }: { readonly action: BarAction }) {
  const t = useT();
  const { ability } = action;
  if (!ability.ok) {
    const reason = [ability.why, ability.way && `${t('refusal.toChange')} ${ability.way}`].filter(Boolean).join(' ');
    return (
      <Menu.Item
        aria-disabled="true"
        closeMenuOnClick={false}
        leftSection={<IconLock size={15} stroke={1.7} aria-hidden="true" />}
        onClick={() => announce(reason, 'assertive')}
      >
        {action.label}
        <span className={cx(css.reason)}>{ability.why}</span>
        {ability.way && (
          <VisuallyHidden>
            {t('refusal.toChange')} {ability.way}
          </VisuallyHidden>
        )}
      </Menu.Item>
    );
  }
  const Icon = action.isSigned ? IconWritingSign : action.icon;
  return (
    <Menu.Item leftSection={Icon && <Icon size={15} stroke={1.7} aria-hidden="true" />} onClick={action.onAct}>
      {action.asksMore ? `${action.label}…` : action.label}
    </Menu.Item>
  );
}
