/** A table inside a text. The first row of `rows` follows the heading row; an empty text is a field to fill in by hand. */
export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Widths in proportion; all equal unless given. */
  readonly shares?: readonly number[];
}
/** A numbered part of a section: its steps are numbered below it. */
export interface Part {
  readonly heading: string;
  readonly text?: string;
  readonly steps?: readonly string[];
  readonly table?: TextTable;
  /** Set apart from the steps: what must not be overlooked. */
  readonly caution?: string;
}
/** What a controlled document of the demo company says. */
export interface DocumentText {
  readonly purpose: string;
  readonly scope: string;
  readonly responsibilities: readonly (readonly [who: string, what: string])[];
  /** Title of the main section: Procedure, Principles, Form … */
  readonly main: string;
  readonly parts: readonly Part[];
  readonly records: readonly string[];
}

/** Titles of the chapters every document has, in their order; the main one is given by the document. */
export const chapters = (text: DocumentText): readonly string[] => [
  'Purpose',
  'Scope',
  'Responsibilities',
  text.main,
  'Records',
  'Revision history',
];
