/** One setting as `GET /system/settings` answers it. */
export interface SettingLine {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  readonly category: string;
  readonly bounds: string;
  readonly value: unknown;
  readonly default: unknown;
  /** Some changes wait for a second person (SOD-9). */
  readonly requiresDualControl: boolean;
  readonly version: number;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
  readonly pending?: { readonly id: string; readonly value: unknown };
}

export const SETTINGS = '/system/settings';
export const categories = ['company', 'branding', 'files', 'documents', 'quality', 'security'] as const;
export const originals = ['everyone-who-reads', 'authors-and-administrators', 'administrators'] as const;

export type SettingKind = 'whole' | 'numbers' | 'words' | 'choice' | 'logo' | 'text';

/** How a setting is asked for, by its default and key. */
export function kindOf(line: Pick<SettingLine, 'key' | 'default'>): SettingKind {
  if (line.key === 'branding.logo') return 'logo';
  if (line.key === 'documents.original-download') return 'choice';
  if (typeof line.default === 'number') return 'whole';
  if (!Array.isArray(line.default)) return 'text';
  return line.default.every((one) => typeof one === 'number') ? 'numbers' : 'words';
}

/** Whole numbers written in a row, largest first, each once; undefined when a part is no whole number. */
export function numbersOf(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  if (!parts.every((part) => /^\d{1,6}$/.test(part))) return undefined;
  return [...new Set(parts.map(Number))].sort((a, b) => b - a);
}
