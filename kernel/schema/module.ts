import type { Label } from './label.ts';
import type { AnyRecord } from './record.ts';

export interface NavItem {
  readonly label: Label;
  /** Route in the web application. */
  readonly path: string;
  /** Permission that makes it visible. */
  readonly needs?: string;
  readonly children?: readonly NavItem[];
}

/** A module introduces itself in one isomorphic object; `dependsOn` takes module objects, so an undeclared one cannot be named. */
export interface ModuleDefinition {
  readonly id: string;
  readonly label: Label;
  readonly icon: string;
  readonly dependsOn: readonly ModuleDefinition[];
  readonly records: readonly AnyRecord[];
  readonly nav: readonly NavItem[];
}

export function defineModule(spec: Omit<ModuleDefinition, 'nav'> & { readonly nav?: readonly NavItem[] }): ModuleDefinition {
  for (const record of spec.records)
    if (record.module !== spec.id)
      throw new Error(`record ${record.id} is declared by module ${spec.id}; its id must begin with it`);
  return { ...spec, nav: spec.nav ?? [] };
}
