import type { AnyRecord, Row, StageSpec, TransitionSpec } from '#kernel/schema';
import type { Actor } from './actor.ts';
import type { Tx } from './tx.ts';

/** What the record engine needs of other parts of the kernel; they are given at composition, so that nothing depends upwards. */

/** What a person sends to sign: both components the first time in a session, at least one later, or a passkey assertion. */
export interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly passkey?: Readonly<Record<string, unknown>> | undefined;
  /** Hash the dialog showed; a different content stops the act. */
  readonly contentHash?: string | undefined;
}
export interface SignatureIntent {
  readonly record: AnyRecord;
  readonly row: Row;
  readonly transition: string;
  readonly toState: string;
  readonly meaning: string;
  readonly reason: string | null;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly contentHash: string;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** Person whose task is signed on delegation (NTF-05). */
  readonly onBehalfOf?: { readonly id: string; readonly name: string };
}
/** An authenticated person, ready to sign exactly once inside the transaction. */
export interface SigningAct {
  sign(tx: Tx, intent: SignatureIntent): Promise<{ readonly id: string }>;
}
export interface Signer {
  /** Checks the components before the transaction (the slow part); refuses with 401, 403, 423 or 428. */
  authenticate(actor: Actor, credentials: Credentials | undefined, meaning: string): Promise<SigningAct>;
}

export interface OpenTask {
  readonly id: string;
  readonly stage: string;
  readonly step: number;
  readonly stepName: string;
  readonly assigneeId: string;
  readonly dueAt: string | null;
  /** Set when the actor holds the task by delegation. */
  readonly delegatedFrom?: { readonly id: string; readonly name: string };
}
export interface StageKeeper {
  /** Assignees given at the opening of a stage are checked by `checkAssignee` before any task is made. */
  open(tx: Tx, record: AnyRecord, row: Row, stage: string, input: Readonly<Record<string, unknown>>): Promise<void>;
  /** The actor's open task of that stage, own or delegated; undefined when there is none. */
  taskOf(tx: Tx, record: AnyRecord, row: Row, stage: string): Promise<OpenTask | undefined>;
  assignees(
    tx: Tx,
    record: AnyRecord,
    row: Row,
    stage: string,
  ): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Completes the task; `finished` says whether the whole stage is through. */
  complete(
    tx: Tx,
    record: AnyRecord,
    row: Row,
    task: OpenTask,
    outcome: string,
    comment: string | null,
    signatureId: string | null,
  ): Promise<{ readonly finished: boolean }>;
  cancel(tx: Tx, record: AnyRecord, row: Row, why: string): Promise<void>;
  /** Fields the caller must send to open a stage, by the chain in force. */
  openInputs(stage: StageSpec): readonly string[];
}

/** Files of a record in a stable order, as bound by its content hash. */
export interface FileLister {
  filesOf(tx: Tx, record: AnyRecord, id: string): Promise<readonly { readonly name: string; readonly sha256: string }[]>;
}

/** Keeps the search index in step, in the same transaction. */
export interface Indexer {
  indexed(tx: Tx, record: AnyRecord, row: Row): Promise<void>;
}

/** People checks that need roles of somebody else than the actor. */
export interface People {
  /** Active, unlocked, and holding the permission now. */
  mayAct(tx: Tx, userId: string, permission: string): Promise<boolean>;
  nameOf(tx: Tx, userId: string): Promise<string>;
}

export interface Ports {
  readonly signer: Signer;
  readonly stages: StageKeeper;
  readonly files: FileLister;
  readonly indexer: Indexer;
  readonly people: People;
}
export type { TransitionSpec };
