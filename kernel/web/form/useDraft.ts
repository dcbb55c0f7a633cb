import { useEffect, useRef, useState } from 'react';

const SAVE_MS = 2000;
const LAST = 'plumbline.draft.last';

export interface StoredDraft {
  readonly at: string;
  readonly values: Readonly<Record<string, unknown>>;
}

function read(key: string): StoredDraft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('at' in stored) || !('values' in stored)) return null;
    const { at, values } = stored;
    return typeof at === 'string' && typeof values === 'object' && values !== null ? { at, values: { ...values } } : null;
  } catch {
    return null;
  }
}

export interface Draft {
  /** A draft from before, not yet taken or dropped. */
  readonly found: StoredDraft | null;
  /** When the present text was last kept. */
  readonly savedAt: string | null;
  readonly drop: () => void;
}

/**
 * Keeps what is typed on this device every 2 s, so that a time-out or a crash loses nothing. `name` is said on the sign-in page.
 * Nothing is kept before something was changed.
 */
export function useDraft(key: string, name: string, values: Readonly<Record<string, unknown>>, isChanged: boolean): Draft {
  const storage = `plumbline.draft.${key}`;
  const [found, setFound] = useState(() => read(storage));
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const latest = useRef({ values, isChanged });
  latest.current = { values, isChanged };
  useEffect(() => {
    let kept = '';
    const timer = setInterval(() => {
      const { values: now, isChanged: has } = latest.current;
      const text = JSON.stringify(now);
      if (!has || text === kept) return;
      kept = text;
      const at = new Date().toISOString();
      localStorage.setItem(storage, JSON.stringify({ at, values: now }));
      localStorage.setItem(LAST, name);
      setSavedAt(at);
    }, SAVE_MS);
    return () => clearInterval(timer);
  }, [storage, name]);
  const drop = (): void => {
    localStorage.removeItem(storage);
    localStorage.removeItem(LAST);
    latest.current = { ...latest.current, isChanged: false };
    setFound(null);
  };
  return { found, savedAt, drop };
}
