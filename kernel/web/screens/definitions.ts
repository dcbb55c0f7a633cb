import type { AnyRecord, ModuleDefinition } from '#kernel/schema';

/** Record definitions the application knows; filled once, before the first page that needs them is drawn. */
let modules: readonly ModuleDefinition[] = [];
const byType = new Map<string, AnyRecord>();
const byPlace = new Map<string, AnyRecord>();

/** Makes the modules' definitions known to every generic screen. */
export function registerModules(definitions: readonly ModuleDefinition[]): void {
  modules = definitions;
  byType.clear();
  byPlace.clear();
  for (const record of definitions.flatMap((module) => module.records)) {
    byType.set(record.id, record);
    byPlace.set(`${record.module}/${record.route}`, record);
  }
}

/** Modules in their order. */
export const knownModules = (): readonly ModuleDefinition[] => modules;

/** Definition of a record type, `module.record`. */
export const definitionOf = (type: string): AnyRecord | undefined => byType.get(type);

/** Definition behind a page, by module and route. */
export const definitionAt = (module: string, route: string): AnyRecord | undefined => byPlace.get(`${module}/${route}`);
