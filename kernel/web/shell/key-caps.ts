/** A binding as the keys to press: `mod+k` gives Ctrl K. */
export function keyCaps(keys: string, modifier: string): string[] {
  const names: Record<string, string> = {
    mod: modifier,
    shift: 'Shift',
    alt: 'Alt',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Enter: '↵',
    Escape: 'Esc',
  };
  return keys
    .split(' ')
    .flatMap((press) => press.split('+'))
    .map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

/** The modifier people see on their keyboard. */
export const modifierName = (): string => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl');
