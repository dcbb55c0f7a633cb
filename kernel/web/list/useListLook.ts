import { useLocalStorage } from '@mantine/hooks';
import type { Density, ListColumn } from './types.ts';

interface Look {
  readonly density: Density;
  /** Choice of the reader per column; absent ones follow the declaration. */
  readonly columns: Readonly<Record<string, boolean>>;
}

const initial: Look = { density: 'compact', columns: {} };

/** Least width of the title before other columns have to go, in CSS px. */
const TITLE_MIN = 200;
const SELECT_WIDTH = 40;

/** Columns that fit: when room is short those with the highest priority number go first. */
export function fitColumns<R>(columns: readonly ListColumn<R>[], room: number): readonly ListColumn<R>[] {
  const kept = [...columns];
  const needed = (): number => SELECT_WIDTH + kept.reduce((sum, column) => sum + (column.width ?? TITLE_MIN), 0);
  while (needed() > room) {
    const last = kept.reduce<ListColumn<R> | undefined>(
      (worst, column) => (column.priority > 0 && (!worst || column.priority >= worst.priority) ? column : worst),
      undefined,
    );
    if (!last) break;
    kept.splice(kept.indexOf(last), 1);
  }
  return kept;
}

/** Density and chosen columns of a list, kept on this device. */
export function useListLook<R>(storageKey: string, columns: readonly ListColumn<R>[]) {
  const [look, setLook] = useLocalStorage<Look>({
    key: `plumbline.list.${storageKey}`,
    defaultValue: initial,
    getInitialValueInEffect: false,
  });
  const isShown = (column: ListColumn<R>): boolean => look.columns[column.key] ?? !column.isHidden;
  return {
    density: look.density,
    setDensity: (density: Density) => setLook({ ...look, density }),
    chosen: columns.filter(isShown),
    isShown,
    setShown: (key: string, isOn: boolean) => setLook({ ...look, columns: { ...look.columns, [key]: isOn } }),
  };
}
