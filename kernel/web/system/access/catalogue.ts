import { useMemo } from 'react';
import { type AnyRecord, type Level, levels, type ModuleDefinition, type TransitionSpec } from '#kernel/schema';
import { useSession } from '../../api/session.ts';
import { useLabel } from '../../i18n/index.ts';
import { useModules } from '../../screens/definitions.ts';
import { useSystemText } from '../texts.ts';

export interface KnownPermission {
  readonly name: string;
  readonly module: string;
  /** Level that gives it; null where only the server knows. */
  readonly level: Level | null;
  /** What it lets people do. */
  readonly text: string;
}

export interface Catalogue {
  readonly modules: readonly { readonly id: string; readonly name: string; readonly permissions: readonly KnownPermission[] }[];
  readonly describe: (permission: string) => KnownPermission;
  readonly moduleName: (id: string) => string;
  /** Place of a module in the navigation; unknown ones last. */
  readonly rank: (id: string) => number;
}

const verbs = ['read', 'create', 'edit', 'administer', 'confirm', 'reassign', 'publish'] as const;
/** Permissions that belong to no record type: their module, the level that gives them, their text. */
const special = new Map(
  (
    [
      ['access.security.watch', 'access', 'admin', 'watch'],
      ['access.user.assign-role', 'access', 'admin', 'assignRole'],
      ['system.job.manage', 'jobs', 'admin', 'jobs'],
      ['system.outbox.manage', 'notify', 'admin', 'outbox'],
      ['system.audit.read', 'audit', 'read', 'auditRead'],
      ['system.audit.verify', 'audit', 'admin', 'auditVerify'],
    ] as const
  ).map(([name, module, level, text]) => [name as string, { name, module, level, text }]),
);

/** Verb of a permission in words: that of a transition which needs it, a usual one, or its own name. */
function verbText(
  record: AnyRecord,
  verb: string,
  label: ReturnType<typeof useLabel>,
  s: ReturnType<typeof useSystemText>,
): string {
  const usual = verbs.find((known) => known === verb);
  if (usual) return s(`verb.${usual}`);
  const acts = Object.values(record.transitions as Readonly<Record<string, TransitionSpec>>).filter(
    (spec) => spec.needs === verb,
  );
  if (acts.length > 0) return [...new Set(acts.map((spec) => label(spec.label)))].join(', ');
  const words = verb.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function permissionsOf(
  module: ModuleDefinition,
  label: ReturnType<typeof useLabel>,
  s: ReturnType<typeof useSystemText>,
): KnownPermission[] {
  return module.records.flatMap((record) =>
    Object.entries(record.permissions as Readonly<Record<string, Level>>).map(([verb, level]) => ({
      name: `${record.id}.${verb}`,
      module: module.id,
      level,
      text: `${label(record.plural)}: ${verbText(record, verb, label, s)}`,
    })),
  );
}

/** Every permission the application knows, by module: those of record definitions, and those the reader holds besides. */
export function useCatalogue(): Catalogue {
  const s = useSystemText();
  const label = useLabel();
  const definitions = useModules();
  const held = useSession().data?.permissions;
  return useMemo(() => {
    const known = new Map(
      definitions.flatMap((module) => permissionsOf(module, label, s)).map((permission) => [permission.name, permission]),
    );
    for (const [name, { module, level, text }] of special) known.set(name, { name, module, level, text: s(`special.${text}`) });
    const describe = (name: string): KnownPermission =>
      known.get(name) ?? { name, module: name.split('.')[0] ?? name, level: null, text: name };
    for (const name of held ?? []) known.set(name, describe(name));
    const all = [...known.values()];
    const order = new Map(definitions.map((module, at) => [module.id, at]));
    const moduleName = (id: string): string => {
      const found = definitions.find((module) => module.id === id);
      return found ? label(found.label) : id;
    };
    const rank = (id: string): number => order.get(id) ?? order.size;
    const ids = [...new Set([...definitions.map((module) => module.id), ...all.map((permission) => permission.module)])];
    return {
      modules: ids
        .sort((a, b) => rank(a) - rank(b))
        .map((id) => ({ id, name: moduleName(id), permissions: all.filter((permission) => permission.module === id) })),
      describe,
      moduleName,
      rank,
    };
  }, [definitions, held, label, s]);
}

/** Whether a level includes another: levels add up. */
export const includesLevel = (level: Level, other: Level): boolean => levels.indexOf(other) <= levels.indexOf(level);
