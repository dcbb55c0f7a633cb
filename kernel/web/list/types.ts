import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Ability } from '#kernel/schema';
import type { Problem } from '../api/problem.ts';
import type { ListQuery } from './list-query.ts';

/** Part a column plays in the recipe; these stay longest when room gets short, and make the two lines of a narrow row. */
export type ColumnRole = 'number' | 'title' | 'state' | 'next' | 'due';

export interface ListColumn<R> {
  readonly key: string;
  readonly label: string;
  /** CSS px at the default text size; the title takes the rest and has none. */
  readonly width?: number;
  readonly role?: ColumnRole;
  /** When room gets short, higher goes first; 0 always stays. */
  readonly priority: number;
  /** Name in `sort=`; absent when the server cannot sort by it. */
  readonly sortKey?: string;
  readonly align?: 'end';
  /** Not shown until the reader picks it in the column chooser. */
  readonly isHidden?: boolean;
  readonly cell: (row: R) => ReactNode;
}

/** Where the rows come from; rows stay while newer ones load. */
export interface ListSource<R> {
  readonly rows: readonly R[];
  readonly total: number;
  readonly isEstimated: boolean;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem?: Problem | undefined;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
  /** How many exist without the filters; said when nothing matches. */
  readonly totalUnfiltered?: number | undefined;
}

export interface FilterField {
  readonly key: string;
  readonly label: string;
  readonly kind: 'choice' | 'day' | 'flag' | 'text' | 'number';
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

export interface SavedView {
  readonly key: string;
  readonly label: string;
  readonly query: ListQuery;
  readonly count?: number;
  readonly isShared?: boolean;
}

export interface BulkAction<R> {
  readonly key: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly asksMore?: boolean;
  /** Said beforehand: how many of the rows it would take and why not the others. */
  readonly assess: (rows: readonly R[]) => { readonly takes: number; readonly why?: string | undefined };
  readonly run: (rows: readonly R[]) => void;
}

export interface ListTotal {
  readonly key: string;
  readonly text: string;
  readonly tone?: 'bad' | 'warn';
}

export type Density = 'compact' | 'normal' | 'comfortable';

/** Formats a list is exported in. */
export const exportFormats = ['csv', 'xlsx', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface DataListProps<R> {
  /** Plural name of what is listed; the page's heading. */
  readonly name: string;
  readonly columns: readonly ListColumn<R>[];
  readonly source: ListSource<R>;
  readonly rowId: (row: R) => string;
  /** What a row is called when it is spoken of: its number, or its title. */
  readonly rowName: (row: R) => string;
  readonly rowHref: (row: R) => string;
  /** No longer valid: its title is grey. */
  readonly isFaded?: (row: R) => boolean;
  readonly query: ListQuery;
  readonly onQuery: (query: ListQuery) => void;
  readonly views: readonly SavedView[];
  readonly viewKey: string;
  readonly filters: readonly FilterField[];
  /** The one primary action: create. */
  readonly create?: { readonly label: string; readonly ability: Ability; readonly onAct: () => void } | undefined;
  readonly onShare?: (() => void) | undefined;
  readonly onImport?: (() => void) | undefined;
  /** Exports the list as it is filtered. */
  readonly onExport?: ((format: ExportFormat) => void) | undefined;
  readonly onSaveView?: (() => void) | undefined;
  readonly bulk?: readonly BulkAction<R>[];
  readonly totals?: readonly ListTotal[];
  readonly onOpen: (row: R) => void;
  /** Remembers columns and density per list on this device. */
  readonly storageKey: string;
}
