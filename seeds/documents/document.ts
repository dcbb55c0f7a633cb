import type { DocumentText, Part } from './text.ts';

/** Kind of document, by the prefix of its numbers. */
export type DemoType = 'POL' | 'MAN' | 'PROC' | 'WI' | 'FORM' | 'REC';

/** How far a version got. `effective` becomes superseded when the next one takes its place. */
export type Reached = 'draft' | 'returned' | 'in-review' | 'reviewed' | 'in-approval' | 'scheduled' | 'effective' | 'terminated';

/** A remark made while the version is under review. */
export interface DemoComment {
  readonly by: string;
  readonly kind: 'general' | 'suggestion' | 'question' | 'error' | 'critical';
  readonly body: string;
  readonly page: number;
  /** Place on the page, from its left and top edge, as parts of one. */
  readonly at: readonly [x: string, y: string];
  readonly section?: string;
  readonly highlight?: string;
  /** What the author answered; the commenter then resolved it. */
  readonly answer?: string;
}
export interface DemoVersion {
  readonly why: string;
  readonly text: DocumentText;
  readonly reached: Reached;
  /** Days from today until it is in force (`scheduled`) or until the open task is due. */
  readonly days?: number;
  /** What the person who returned or terminated it said. */
  readonly because?: string;
  readonly comments?: readonly DemoComment[];
  /** After the documents that depend on it, whose people are then asked what it means for theirs. */
  readonly isLate?: boolean;
}
export interface DemoDocument {
  /** Name by which other documents here refer to it. */
  readonly key: string;
  readonly type: DemoType;
  readonly title: string;
  readonly category: string;
  readonly author: string;
  readonly reviewer: string;
  readonly approver: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly tags?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly refersTo?: readonly string[];
  readonly isConfidential?: boolean;
  /** Form of the file; a Word file unless said. */
  readonly file?: 'pdf' | 'scan';
  readonly versions: readonly DemoVersion[];
  /** Afterwards: hold set by the document administrator, or a request to withdraw it. */
  readonly hold?: string;
  readonly obsoletion?: { readonly reason: string; readonly inDays?: number };
}

/** A document in its first version. */
export const issued = (text: DocumentText, why = 'First issue.'): readonly DemoVersion[] => [{ why, text, reached: 'effective' }];

/** The earlier issue of a text: the same with other parts. */
export const earlier = (text: DocumentText, parts: readonly Part[]): DocumentText => ({ ...text, parts });
