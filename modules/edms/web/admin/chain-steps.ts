/** One signed step of a chain, as the definition of a chain keeps it. */
export interface Step {
  readonly stage: string;
  readonly order: number;
  readonly name: string;
  readonly mode: Mode;
  readonly dueDays?: number;
}
export const modes = ['SEQUENTIAL', 'PARALLEL_ALL', 'PARALLEL_ANY'] as const;
export type Mode = (typeof modes)[number];
export const modeOf = (value: unknown): Mode => modes.find((mode) => mode === value) ?? 'SEQUENTIAL';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Steps in what a form or a record holds; anything else is left out. */
export function stepsIn(value: unknown): readonly Step[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((step) => ({
    stage: String(step.stage ?? ''),
    order: Number(step.order ?? 1),
    name: String(step.name ?? ''),
    mode: modeOf(step.mode),
    ...(typeof step.dueDays === 'number' ? { dueDays: step.dueDays } : {}),
  }));
}

/** Steps of one stage in their order. */
export const ofStage = (steps: readonly Step[], stage: string): readonly Step[] =>
  steps.filter((step) => step.stage === stage).sort((a, b) => a.order - b.order);

/** The same steps with those of one stage replaced and numbered from 1. */
export function withStage(steps: readonly Step[], stage: string, next: readonly Step[]): readonly Step[] {
  return [...steps.filter((step) => step.stage !== stage), ...next.map((step, index) => ({ ...step, order: index + 1 }))];
}

/** Steps with the one at `from` at `to` instead. */
export function moved(steps: readonly Step[], from: number, to: number): readonly Step[] {
  const rest = steps.filter((_step, index) => index !== from);
  const step = steps[from];
  return step === undefined ? steps : [...rest.slice(0, to), step, ...rest.slice(to)];
}
