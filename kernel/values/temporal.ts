/**
 * Temporal, native where the runtime has it. The polyfill is loaded, as a chunk of its own, only by browsers that do not, so
 * that it costs the others nothing.
 */
export const Temporal: typeof globalThis.Temporal =
  'Temporal' in globalThis ? globalThis.Temporal : (await import('temporal-polyfill')).Temporal;
