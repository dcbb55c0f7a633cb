import { cx } from './cx.ts';
import css from './PersonAvatar.module.css';

export interface PersonAvatarProps {
  readonly name: string;
  readonly size?: number;
}

/** First letters of the first and last word of a name: "Paul Okello" gives "PO". */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? '')[0]?.toLocaleUpperCase() ?? '').join('');
}

/** Round mark of a person. Decorative: the name is always written beside it. */
export function PersonAvatar({ name, size = 22 }: PersonAvatarProps) {
  return (
    <span className={cx(css.avatar)} style={{ width: `${size / 16}rem`, height: `${size / 16}rem` }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
