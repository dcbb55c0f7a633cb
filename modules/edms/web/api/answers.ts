import type { Ability, Row } from '#kernel/schema';
import type { ListAnswer } from '#kernel/web/api/records.ts';
import type { CommentAnswer } from '#kernel/web/record/answers.ts';
import type { Document } from '../../records/document.ts';
import type { Version } from '../../records/version.ts';

export type DocumentRow = Row<typeof Document>;
export type VersionRow = Row<typeof Version>;

/** One of my documents on its way. */
export interface WorkflowLine {
  readonly id: string;
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly label: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly waitsFor: readonly string[];
  /** Whole days at the site since it entered its state. */
  readonly daysInState: number;
}

export interface ObsoletionLine {
  readonly id: string;
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly state: string;
  readonly obsoletionDate: string | null;
}

export interface DashboardAnswer {
  readonly workflow: readonly WorkflowLine[];
  readonly obsoletions: readonly ObsoletionLine[];
  readonly approved: ListAnswer<typeof Document>;
}

/** A document at the other end of a dependency. */
export interface LinkedDocument {
  readonly id?: string;
  readonly documentId: string;
  readonly number: string;
  readonly title: string;
  readonly label: string | null;
  readonly state: string;
  readonly relation: Relation;
}
export type Relation = 'DEPENDS_ON' | 'REFERENCES' | 'TEMPLATE' | 'RELATED';

export interface MetadataAnswer {
  readonly type: string;
  /** Number and version of each document this one depends on. */
  readonly dependencies: readonly string[];
}

export interface GraphAnswer {
  readonly document: { readonly id: string; readonly number: string; readonly title: string; readonly state: string };
  readonly dependsOn: readonly LinkedDocument[];
  readonly draftDependsOn: readonly LinkedDocument[];
  readonly dependents: readonly LinkedDocument[];
  /** Links to documents the reader may not see. */
  readonly hidden: number;
  readonly blocksObsoletion: boolean;
}

/** A person who might be named, and whether the task may be given to them. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly fit: Ability;
}

/** One step of the approval chain that asks for somebody. */
export interface ChainStepAnswer {
  readonly order: number;
  readonly name: string;
  readonly mode: 'SEQUENTIAL' | 'PARALLEL_ALL' | 'PARALLEL_ANY';
  readonly dueDays: number | null;
}

export interface CandidatesAnswer {
  readonly steps: readonly ChainStepAnswer[];
  readonly items: readonly Candidate[];
}

export interface ObsoletionCheck {
  readonly dependents: readonly {
    readonly number: string;
    readonly title: string;
    readonly version: string;
    readonly status: string;
  }[];
  readonly warnings: readonly {
    readonly type: string;
    readonly id: string;
    readonly number: string | null;
    readonly title: string;
  }[];
}

export interface ComparedVersion {
  readonly id: string;
  readonly label: string | null;
  readonly state: string;
}
export interface Comparison {
  readonly from: ComparedVersion;
  readonly to: ComparedVersion;
  readonly fields: readonly { readonly field: string; readonly label: string; readonly from: unknown; readonly to: unknown }[];
  readonly files: { readonly from: string | null; readonly to: string | null; readonly isSame: boolean };
  readonly text: readonly { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }[] | null;
}

/** A remark on a version; `page`, `x` and `y` (shares of width and height, 0 to 1) where it is about a place on a page. */
export interface PlacedComment extends CommentAnswer {
  readonly page: number | null;
  readonly x: string | null;
  readonly y: string | null;
  readonly section: string | null;
  readonly highlight: string | null;
  readonly parentId: string | null;
}
export type CommentKind = 'general' | 'suggestion' | 'question' | 'error' | 'critical';

export interface PlaceholderPreview {
  readonly number: string;
  readonly tokens: Readonly<Record<string, string>>;
  /** Value of the definition being written; null where it is none. */
  readonly value: string | null;
}
