import { useSyncExternalStore } from 'react';
import type { AnyRecord, ModuleDefinition } from '#kernel/schema';

/** Record definitions the application knows; filled once. Pages made from them wait for it, the frame and the inbox do not. */
let modules: readonly ModuleDefinition[] = [];
const byType = new Map<string, AnyRecord>();
const byPlace = new Map<string, AnyRecord>();
const listeners = new Set<() => void>();

/** Makes the modules' definitions known to every generic screen. */
export function registerModules(definitions: readonly ModuleDefinition[]): void {
  modules = definitions;
  byType.clear();
  byPlace.clear();
  for (const record of definitions.flatMap((module) => module.records)) {
    byType.set(record.id, record);
    byPlace.set(`${record.module}/${record.route}`, record);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Modules in their order; empty until they are loaded, drawn again then. */
export function useModules(): readonly ModuleDefinition[] {
  return useSyncExternalStore(subscribe, () => modules);
}

/** Definition of a record type, `module.record`. */
export const definitionOf = (type: string): AnyRecord | undefined => byType.get(type);

/** Definition behind a page, by module and route. */
export const definitionAt = (module: string, route: string): AnyRecord | undefined => byPlace.get(`${module}/${route}`);

/** Record types whose rows are part of a record of this type, in declared order. */
export const childrenOf = (record: AnyRecord): readonly AnyRecord[] =>
  modules.flatMap((module) => module.records).filter((child) => child.partOf?.record === record.id && !child.internal);
