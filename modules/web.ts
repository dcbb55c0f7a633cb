import type { ModuleDefinition } from '#kernel/schema';
import { edms } from './edms/module.ts';

/** The modules' isomorphic halves, for the web application. */
export const moduleDefinitions: readonly ModuleDefinition[] = [edms];
