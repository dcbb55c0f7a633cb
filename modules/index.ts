import type { ModulePart } from '#kernel/app';
import { edmsPart } from './edms/server/wiring.ts';

/** Modules in their order: one may depend only on those before it. */
export const modules: readonly ModulePart[] = [edmsPart];
