import type { ComponentType } from 'react';
import type { AnyRecord, FieldFault, Label, Row, StandardColumn, TransitionOf } from '#kernel/schema';
import type { RefNames } from '../api/records.ts';

type FieldName<R extends AnyRecord> = keyof R['fields'] & string;

/** What a list cell or a value on the record page receives. */
export interface CellProps<R extends AnyRecord = AnyRecord> {
  readonly row: Row<R>;
  readonly refs: RefNames;
}

/** What an input of a form receives; values are as in the API's JSON. */
export interface InputProps {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isOptional: boolean;
  readonly isDisabled: boolean;
  /** All values of the form, for inputs that depend on others. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly refs: RefNames;
}

export interface FormPanelProps {
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (name: string, value: unknown) => void;
  readonly faults: readonly FieldFault[];
}

/** What a panel or tab of the record page receives. */
export interface RecordPanelProps<R extends AnyRecord = AnyRecord> {
  readonly record: R;
  readonly row: Row<R>;
  readonly refs: RefNames;
  readonly version: number | string;
}

export interface ScreenTab<R extends AnyRecord> {
  readonly key: string;
  readonly label: Label;
  readonly content: ComponentType<RecordPanelProps<R>>;
  /** Before the five common tabs, right after Details. */
  readonly isFirst?: boolean;
}

/** A page that replaces or adds to the generated ones; `$name` in the path is a parameter. */
export interface ScreenPage {
  readonly path: string;
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
  /** Navigation folds to the icon rail. */
  readonly isWide?: boolean;
}

export interface PageProps {
  readonly params: Readonly<Record<string, string>>;
}

/** Changes to the generated screens of one record; names are checked against its definition. */
export interface ScreenChanges<R extends AnyRecord> {
  readonly list?: {
    readonly cells?: Partial<Record<FieldName<R> | StandardColumn, ComponentType<CellProps<R>>>>;
    /** Transitions offered for a selection. */
    readonly bulk?: readonly TransitionOf<R>[];
    /** Column widths in CSS px. */
    readonly widths?: Partial<Record<FieldName<R> | StandardColumn, number>>;
    /** Saved views besides All, in the grammar of the URL. */
    readonly views?: readonly {
      readonly key: string;
      readonly label: Label;
      readonly search: Readonly<Record<string, string>>;
    }[];
  };
  readonly form?: {
    readonly inputs?: Partial<Record<FieldName<R>, ComponentType<InputProps>>>;
    readonly before?: ComponentType<FormPanelProps>;
    readonly after?: ComponentType<FormPanelProps>;
    /** Fields that are asked only where the other values call for them; a section without fields is left out. */
    readonly shown?: Partial<Record<FieldName<R>, (values: Readonly<Record<string, unknown>>) => boolean>>;
  };
  readonly record?: {
    readonly values?: Partial<Record<FieldName<R>, ComponentType<CellProps<R>>>>;
    /** Above and below the generated sections of the Details tab. */
    readonly before?: ComponentType<RecordPanelProps<R>>;
    readonly after?: ComponentType<RecordPanelProps<R>>;
    readonly tabs?: readonly ScreenTab<R>[];
    /** At the end of the right rail. */
    readonly rail?: ComponentType<RecordPanelProps<R>>;
    /** Names of commands, which have no transition that would carry one. */
    readonly commands?: Readonly<Record<string, { readonly label: Label; readonly act?: ComponentType<CommandProps<R>> }>>;
  };
  readonly pages?: readonly ScreenPage[];
}

/** A command with a dialog of its own. */
export interface CommandProps<R extends AnyRecord> extends RecordPanelProps<R> {
  readonly onClose: () => void;
}

export interface Screens<R extends AnyRecord = AnyRecord> {
  readonly record: R;
  readonly changes: ScreenChanges<R>;
}

/**
 * Declares how the generated screens of a record differ; a misspelt field or transition does not compile.
 * @example export default screensFor(Ncr, { list: { cells: { severity: SeverityCell } }, form: { after: ContainmentPanel } });
 */
export function screensFor<R extends AnyRecord>(record: R, changes: ScreenChanges<R>): Screens<R> {
  return { record, changes };
}
