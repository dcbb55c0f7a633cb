type Politeness = 'polite' | 'assertive';

const listeners = new Set<(text: string, politeness: Politeness) => void>();

/** Says a text to assistive technology: polite for counts and saves, assertive for refusals. */
export function announce(text: string, politeness: Politeness = 'polite'): void {
  for (const listener of listeners) listener(text, politeness);
}

/** Receives what is announced; returns the function that stops it. */
export function onAnnounce(listener: (text: string, politeness: Politeness) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
