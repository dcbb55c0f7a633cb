import type { Kernel } from '#kernel/records';

/** Continuous work of a worker that is neither a job nor an event, such as sending mail. Returns how much it moved. */
export type Pump = (kernel: Kernel) => Promise<number>;

const known = new Map<string, Pump>();

/** Adds continuous work to every worker of the process; called while the part that owns it is loaded. */
export function registerPump(name: string, pump: Pump): void {
  known.set(name, pump);
}

export const pumps: ReadonlyMap<string, Pump> = known;
