import type { ReactNode } from 'react';

/** What is proven at signing: the first time in a session user ID and password, later one factor (11.200(a)(1)). */
export type SignFactor =
  | { readonly kind: 'password'; readonly username?: string; readonly password: string }
  | { readonly kind: 'passkey' };

export interface SignSubmission {
  readonly reason: string;
  readonly factor: SignFactor;
}

/** Result of trying to sign; a refusal keeps the dialog open with what was typed. */
export type SignOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** What did not happen and why. */
      readonly detail: string;
      /** Tries before the account locks, when the password was wrong. */
      readonly triesLeft?: number;
      readonly isLocked?: boolean;
      readonly reference?: string;
    };

export interface SignSubject {
  readonly number: string;
  /** "revision 2", "version 3.0". */
  readonly version?: string | undefined;
  readonly title: string;
  /** SHA-256 of the content being signed, hexadecimal. */
  readonly contentHash: string;
}

/** Whether the content equals what others reviewed; a mismatch stops the signature. */
export interface IdenticalStatement {
  readonly isIdentical: boolean;
  /** "Report and 4 files, identical to what Rita Achieng reviewed". */
  readonly text: string;
}

/** Outcome of one record of a bulk signature. */
export interface BulkOutcome {
  readonly number: string;
  readonly ok: boolean;
  readonly detail?: string;
}

export interface SignDialogProps {
  readonly isOpen: boolean;
  /** "approve and close deviation", as it follows "Sign:". */
  readonly act: string;
  /** One record, or the list of a bulk signature. */
  readonly subjects: readonly SignSubject[];
  /** Constant of law and its sentence. */
  readonly meaning: { readonly constant: string; readonly sentence: string };
  readonly signer: { readonly name: string; readonly username: string; readonly capacity?: string | undefined };
  readonly identical?: IdenticalStatement | undefined;
  /** What happens when it is signed; irreversible parts in bold. */
  readonly effects: readonly ReactNode[];
  readonly reason: 'required' | 'optional';
  /** First signature of the session: user ID and password are both needed. */
  readonly isFirst: boolean;
  /** When the session began, ISO instant; said in the sentence about the first signature. */
  readonly signedInAt?: string | undefined;
  readonly hasPasskey: boolean;
  /** Policy asks for a passkey: the password is not offered. */
  readonly isPasskeyOnly?: boolean;
  /** Per-record outcome of a bulk signature, shown after it. */
  readonly outcomes?: readonly BulkOutcome[] | undefined;
  readonly onSign: (submission: SignSubmission) => Promise<SignOutcome>;
  readonly onClose: () => void;
}
