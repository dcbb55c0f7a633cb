import type { TablerIcon } from '@tabler/icons-react';

export interface NavEntry {
  readonly key: string;
  readonly label: string;
  readonly href: string;
  readonly icon?: TablerIcon;
  /** What waits there; not shown when absent. */
  readonly count?: number;
  /** Shown while this entry is the open one. */
  readonly children?: readonly NavEntry[];
}

export interface NavGroup {
  readonly key: string;
  readonly label?: string;
  readonly entries: readonly NavEntry[];
}

export interface ShellEnvironment {
  readonly isProduction: boolean;
  /** "Production", "Validation environment". */
  readonly name: string;
  /** What it is a copy of and what signatures are worth; said in the strip outside production. */
  readonly notice?: string;
}

export interface ShellFacts {
  readonly environment: ShellEnvironment;
  readonly organization: string;
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly siteId?: string;
  readonly person: { readonly name: string; readonly username: string };
  readonly nav: readonly NavGroup[];
  /** What the person may create from anywhere. */
  readonly creatable: readonly { readonly key: string; readonly label: string; readonly href: string }[];
  readonly unread: number;
}
