import { IconInbox } from '@tabler/icons-react';
import { type AnyRecord, type Label, type ModuleDefinition, type NavItem, permission } from '#kernel/schema';
import { pageOf } from '../api/resource.ts';
import { iconNamed } from './icons.ts';
import type { NavEntry, NavGroup, ShellFacts } from './types.ts';

export interface NavigationFacts {
  readonly modules: readonly ModuleDefinition[];
  readonly permissions: ReadonlySet<string>;
  /** Modules switched on; kernel parts always are. */
  readonly isOn: (module: string) => boolean;
  readonly label: (label: Label) => string;
  readonly inbox: { readonly label: string; readonly count?: number };
  readonly modulesLabel: string;
}

/** Navigation of a person: the inbox, then the modules of their roles, the open one unfolded by the view. */
export function navigationOf({ modules, permissions, isOn, label, inbox, modulesLabel }: NavigationFacts): readonly NavGroup[] {
  const mayRead = (item: NavItem): boolean => item.needs === undefined || permissions.has(item.needs);
  const entries = modules
    .filter((module) => isOn(module.id))
    .flatMap((module): readonly NavEntry[] => {
      // A place that several permissions open is declared once for each and shown once.
      const allowed = module.nav.filter(mayRead);
      const places = allowed.filter((item, at) => allowed.findIndex((other) => other.path === item.path) === at);
      const children = places.map((item) => ({ key: item.path, label: label(item.label), href: item.path }));
      const [first] = children;
      if (!first) return [];
      return [
        {
          key: module.id,
          label: label(module.label),
          href: first.href,
          icon: iconNamed(module.icon),
          children: children.length > 1 ? children : [],
        },
      ];
    });
  const own: NavEntry = {
    key: 'inbox',
    label: inbox.label,
    href: '/',
    icon: IconInbox,
    ...(inbox.count === undefined ? {} : { count: inbox.count }),
  };
  return [{ key: 'own', entries: [own] }, ...(entries.length > 0 ? [{ key: 'modules', label: modulesLabel, entries }] : [])];
}

/** What a person may create from anywhere: numbered records with a generated form. */
export function creatableOf(facts: Pick<NavigationFacts, 'modules' | 'permissions' | 'isOn' | 'label'>): ShellFacts['creatable'] {
  const records: readonly AnyRecord[] = facts.modules
    .filter((module) => facts.isOn(module.id))
    .flatMap((module) => module.records);
  return records
    .filter(
      (record) =>
        record.number &&
        !record.commandsOnly &&
        !record.internal &&
        !record.partOf &&
        facts.permissions.has(permission(record, 'create')),
    )
    .map((record) => ({ key: record.id, label: facts.label(record.label), href: `${pageOf(record)}?panel=new` }));
}
