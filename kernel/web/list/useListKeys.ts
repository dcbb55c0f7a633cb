import type { RefObject } from 'react';
import { useT } from '../i18n/index.ts';
import { useKeys } from '../shell/keys.ts';

export interface ListKeysOptions {
  readonly count: number;
  readonly focused: number;
  readonly onFocused: (index: number) => void;
  readonly onOpen: (index: number, isNewTab: boolean) => void;
  readonly onToggle: (index: number) => void;
  readonly onSelectAll: () => void;
  readonly onCreate?: (() => void) | undefined;
  readonly onAddFilter: () => void;
  readonly findField: RefObject<HTMLInputElement | null>;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

/** Keys of a list: find, filter, move, open, select, create. */
export function useListKeys(options: ListKeysOptions): void {
  const { count, focused, onFocused, onOpen, onToggle, onSelectAll, onCreate, onAddFilter, findField, scroller } = options;
  const t = useT();
  const move = (by: number): void => {
    if (count === 0) return;
    const to = Math.min(count - 1, Math.max(0, focused + by));
    onFocused(to);
    // The first key press leads the focus into the table, from there it follows the row.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`tr[data-index="${to}"]`)?.focus({ preventScroll: true }),
    );
  };
  const extend = (by: number): void => {
    if (focused < 0) {
      move(1);
      return;
    }
    const to = Math.min(count - 1, Math.max(0, focused + by));
    if (to !== focused) {
      move(by);
      onToggle(to);
    }
  };
  const next = () => move(1);
  const previous = () => move(-1);
  useKeys([
    { keys: '/', label: t('keys.find'), group: 'list', run: () => findField.current?.focus() },
    { keys: 'f', label: t('keys.filter'), group: 'list', run: onAddFilter },
    { keys: 'j', label: t('keys.next'), group: 'list', run: next },
    { keys: 'ArrowDown', label: t('keys.next'), group: 'list', run: next },
    { keys: 'k', label: t('keys.previous'), group: 'list', run: previous },
    { keys: 'ArrowUp', label: t('keys.previous'), group: 'list', run: previous },
    { keys: 'Enter', label: t('keys.open'), group: 'list', run: (event) => openFrom(event, false) },
    { keys: 'mod+Enter', label: t('keys.openTab'), group: 'list', run: (event) => openFrom(event, true) },
    { keys: 'x', label: t('keys.select'), group: 'list', run: () => focused >= 0 && onToggle(focused) },
    { keys: 'shift+ArrowDown', label: t('keys.selectDown'), group: 'list', run: () => extend(1) },
    { keys: 'shift+ArrowUp', label: t('keys.selectUp'), group: 'list', run: () => extend(-1) },
    { keys: 'mod+a', label: t('keys.selectAll'), group: 'list', run: onSelectAll },
    ...(onCreate ? [{ keys: 'c', label: t('keys.create'), group: 'list' as const, run: onCreate }] : []),
  ]);

  function openFrom(event: KeyboardEvent, isNewTab: boolean): void {
    const target = event.target;
    // Enter on a button or link means that control, not the row.
    if (target instanceof HTMLElement && target.closest('button, a, input')) {
      target.click();
      return;
    }
    if (focused >= 0) onOpen(focused, isNewTab);
  }
}
