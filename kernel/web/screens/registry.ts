import type { AnyRecord } from '#kernel/schema';
import type { ScreenChanges, ScreenPage, Screens } from './screens-for.ts';

/** A file of screens as a module exports it: one record's, or several. */
export interface ScreenFile {
  // biome-ignore lint/suspicious/noExplicitAny: screens are contravariant in their record; no narrower type holds those of every record
  readonly default: Screens<any> | readonly Screens<any>[];
}

const changes = new Map<string, ScreenChanges<AnyRecord>>();
const pages: ScreenPage[] = [];

/** Makes the screens of a module known. */
export function registerScreens(file: ScreenFile): void {
  for (const screens of Array.isArray(file.default) ? file.default : [file.default]) {
    if (changes.has(screens.record.id)) continue;
    changes.set(screens.record.id, screens.changes);
    pages.push(...(screens.changes.pages ?? []));
  }
}

/** Changes declared for a record; none when its screens are the generated ones. */
export function changesOf(record: AnyRecord): ScreenChanges<AnyRecord> {
  return changes.get(record.id) ?? {};
}

/** Parameters of a path that matches a pattern such as `/edms/documents/$id/compare`; undefined when it does not. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith('$')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}

/** The declared page for a path, with its parameters; one without parameters goes first. */
export function pageFor(
  path: string,
): { readonly page: ScreenPage; readonly params: Readonly<Record<string, string>> } | undefined {
  const ordered = [...pages].sort((a, b) => Number(a.path.includes('$')) - Number(b.path.includes('$')));
  for (const page of ordered) {
    const params = matchPath(page.path, path);
    if (params) return { page, params };
  }
  return undefined;
}
