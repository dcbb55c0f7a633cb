import type { Abilities } from '#kernel/schema';

/** A task of a record as `GET /{id}/tasks` answers it. */
export interface TaskAnswer {
  readonly id: string;
  readonly entity: string;
  readonly recordId: string;
  readonly recordNumber: string | null;
  readonly recordTitle: string;
  readonly recordRevision: number;
  readonly kind: string;
  readonly name: string;
  readonly state: 'OPEN' | 'WAITING' | 'DONE' | 'REASSIGNED' | 'CANCELLED';
  readonly assigneeId: string;
  readonly fromId: string | null;
  readonly dueAt: string | null;
  readonly completedAt: string | null;
  readonly completedBy: string | null;
  readonly module: string;
  readonly route: string;
  readonly verbs: readonly { readonly name: string; readonly signed: boolean }[];
}

/** A signature with its manifestation (21 CFR 11.50). */
export interface SignatureAnswer {
  readonly id: string;
  readonly signerId: string;
  readonly printedName: string;
  readonly username: string;
  readonly jobTitle: string | null;
  readonly meaning: string;
  readonly reason: string | null;
  readonly onBehalfOf: string | null;
  readonly signedAt: string;
  readonly recordRevision: number;
  readonly transition: string;
  readonly toState: string;
  readonly contentHash: string;
  readonly method: 'PASSWORD' | 'PASSKEY';
  readonly ip: string | null;
}

/** An event of the audit trail; `changes` is field → [old, new]. */
export interface HistoryAnswer {
  readonly entry: number | null;
  readonly at: string;
  readonly actor: { readonly id: string; readonly name: string; readonly type: string; readonly onBehalfOf: string | null };
  readonly action: string;
  readonly transition: string | null;
  readonly version: number | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>>;
  readonly reason: string | null;
  readonly signatureId: string | null;
  readonly request: string | null;
  readonly ip: string | null;
  readonly previousLeaf: string | null;
  readonly job: string | null;
}

export interface FileAnswer {
  readonly id: string;
  readonly fileName: string;
  readonly role: string;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  readonly description: string | null;
  readonly isContent: boolean;
  readonly state: 'CURRENT' | 'SUPERSEDED';
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface CommentAnswer {
  readonly id: string;
  readonly body: string;
  readonly kind: string;
  readonly state: 'OPEN' | 'ADDRESSED' | 'RESOLVED' | 'DISMISSED';
  readonly response: string | null;
  readonly respondedBy: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly can?: Abilities;
}

export interface LinkAnswer {
  readonly id: string;
  readonly direction: 'to' | 'from';
  readonly relation: string;
  readonly type: string;
  readonly typeLabel: string;
  readonly recordId: string;
  readonly number: string | null;
  readonly title: string;
  readonly state: string;
}

/** What the signature dialog shows, as `POST /{id}/{verb}/prepare` answers it. */
export interface PreparedSignature {
  readonly number: string | null;
  readonly title: string;
  readonly version: number;
  readonly revision: number;
  readonly meaning: string;
  readonly meaningText: string;
  readonly signer: { readonly name: string; readonly username: string; readonly title: string | null };
  readonly contentHash: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  readonly identicalTo: { readonly name: string; readonly meaning: string; readonly identical: boolean } | null;
  readonly effects: readonly string[];
  readonly first: boolean;
  readonly onBehalfOf: string | null;
  readonly passkey: {
    readonly challengeId: string;
    readonly challenge: string;
    readonly rpId: string;
    readonly allowCredentials: readonly { readonly id: string; readonly transports: readonly string[] }[];
  } | null;
}
