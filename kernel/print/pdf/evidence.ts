/** A signature as it is printed (21 CFR 11.50: printed name, date and time, meaning). Snapshots, never live values. */
export type PrintedSignature = {
  readonly printedName: string;
  /** Role or job title at the time of signing. */
  readonly role?: string;
  readonly meaning: string;
  /** ISO 8601 instant. */
  readonly at: string;
  /** IANA zone of the signer's site; the local time is printed beside UTC. */
  readonly zone?: string;
  readonly reason?: string;
  /** How the signer proved identity, in words: `Password`, `Passkey`. */
  readonly method?: string;
};

/** The state of the audit log the document was made at: whoever holds it can prove the log was not rewritten since. */
export type PrintedCheckpoint = {
  readonly origin: string;
  /** Number of entries. */
  readonly size: string;
  /** Hexadecimal root hash. */
  readonly rootHash: string;
  /** ISO 8601 instant. */
  readonly at: string;
};

/** One published version in the revision history (EDMS-32). Dates are `YYYY-MM-DD`. */
export type PrintedRevision = {
  readonly version: string;
  readonly effectiveDate: string;
  readonly author: string;
  readonly reviewer: string;
  readonly approver: string;
  readonly reason: string;
};

/** The 14 items shown on every controlled document. Empty text where a value does not exist yet. */
export type DocumentMetadata = {
  readonly number: string;
  readonly version: string;
  readonly title: string;
  readonly type: string;
  readonly source: string;
  readonly dependencies: readonly string[];
  readonly author: string;
  readonly reviewer: string;
  readonly approver: string;
  readonly approvalDate: string;
  readonly effectiveDate: string;
  readonly status: string;
  /** ISO 8601 instant of this download. */
  readonly downloadedAt: string;
  readonly revisionHistory: readonly PrintedRevision[];
  /** Who asked for this copy. */
  readonly downloadedBy: string;
  /** For a scanned copy: who verified it against the paper (EDMS-33). */
  readonly sourceStatement?: string;
};

/** What a metadata or signature page shows. */
export type Evidence = {
  readonly metadata: DocumentMetadata;
  readonly signatures: readonly PrintedSignature[];
  /** SHA-256 of the document's content, hexadecimal. */
  readonly contentHash: string;
  readonly checkpoint?: PrintedCheckpoint;
};
