import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Part of the help dialog a key belongs to. */
export type KeyGroup = 'everywhere' | 'list' | 'record' | 'form' | 'goto';

export interface KeyBinding {
  /**
   * `c`, `?`, `Enter`, `mod+k`, `shift+ArrowDown`, or two keys in a row as `g i`. `mod` is Ctrl, or ⌘ on a Mac.
   * Letters are written in lower case.
   */
  readonly keys: string;
  /** What it does, in the language in use. */
  readonly label: string;
  readonly group: KeyGroup;
  readonly run: (event: KeyboardEvent) => void;
  /** Works while a field has the focus; only for keys with a modifier. */
  readonly inFields?: boolean;
}

const SEQUENCE_MS = 1000;
const STORED = 'plumbline.singleKeys';

let bindings: readonly KeyBinding[] = [];
let isSingleOn = readStored();
let pending: { readonly key: string; readonly at: number } | null = null;
const listeners = new Set<() => void>();

function readStored(): boolean {
  return typeof localStorage === 'undefined' || localStorage.getItem(STORED) !== 'off';
}

function changed(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Switches single letters and sequences off or on for this device (WCAG 2.1.4); keys with a modifier stay. */
export function setSingleKeys(isOn: boolean): void {
  isSingleOn = isOn;
  localStorage.setItem(STORED, isOn ? 'on' : 'off');
  changed();
}

/** Whether single letters work. */
export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, () => isSingleOn);
}

/** Every key that works on this screen now, for the help dialog. */
export function useActiveKeys(): readonly KeyBinding[] {
  return useSyncExternalStore(subscribe, () => bindings);
}

/** Makes keys work while the calling component is on screen; the ones added last win. */
export function useKeys(wanted: readonly KeyBinding[]): void {
  const latest = useRef(wanted);
  latest.current = wanted;
  const shape = wanted.map((binding) => `${binding.keys}\t${binding.label}`).join('\n');
  useEffect(() => {
    const mine =
      shape === ''
        ? []
        : latest.current.map((binding, index) => ({ ...binding, run: (e: KeyboardEvent) => latest.current[index]?.run(e) }));
    bindings = [...bindings, ...mine];
    changed();
    return () => {
      bindings = bindings.filter((binding) => !mine.includes(binding));
      changed();
    };
  }, [shape]);
}

/** The pressed key in the notation of bindings. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // A printable sign such as "?" already says that Shift was held.
  const isShiftSaid = event.key.length === 1 && !/[a-z]/.test(key);
  return [
    event.ctrlKey || event.metaKey ? 'mod' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey && !isShiftSaid ? 'shift' : '',
    key,
  ]
    .filter(Boolean)
    .join('+');
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type="checkbox"],[type="radio"]), textarea, select'));

const isInLayer = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null;

/** The binding a key press means, if any; remembers the first key of a sequence. */
export function match(
  event: KeyboardEvent,
  known: readonly KeyBinding[],
  isSingle: boolean,
  now: number,
): KeyBinding | undefined {
  const key = keyOf(event);
  const hasModifier = key.startsWith('mod+') || key.startsWith('alt+');
  if (isField(event.target)) return known.findLast((binding) => hasModifier && binding.inFields && binding.keys === key);
  if (isInLayer(event.target) && !hasModifier) return undefined;
  const isLetter = /^[^\s]$/u.test(key);
  if (isLetter && !isSingle) return undefined;
  const sequence = pending && now - pending.at < SEQUENCE_MS ? `${pending.key} ${key}` : '';
  pending = null;
  const found = known.findLast((binding) => binding.keys === sequence) ?? known.findLast((binding) => binding.keys === key);
  if (!found && known.some((binding) => binding.keys.startsWith(`${key} `))) pending = { key, at: now };
  return found;
}

/** Listens for the whole document; started once, by the shell. */
export function useKeyboard(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const found = match(event, bindings, isSingleOn, event.timeStamp);
      if (!found) return;
      event.preventDefault();
      found.run(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
