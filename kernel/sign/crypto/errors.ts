/** Why a building block of this folder refused. Stable: callers map a code to a rule id and a status. */
export type CryptoErrorCode =
  | 'WRONG_PASSWORD'
  | 'NOT_CANONICAL'
  | 'STATEMENT_INVALID'
  | 'SEALED_KEY_INVALID'
  | 'DERIVATION_OVERLOAD'
  | 'CERTIFICATE_REQUEST_INVALID';

/** A refusal of this folder. `code` is for programs, `message` for logs; neither ever holds a secret or a signed value. */
export class SignCryptoError extends Error {
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode, message: string) {
    super(message);
    this.name = 'SignCryptoError';
    this.code = code;
  }
}

/**
 * The password does not open the sealed key. A sealed key that was altered (parameters, owner, ciphertext) gives the same
 * error: AES-GCM cannot tell the two apart, and telling them apart would help an attacker only.
 */
export class WrongPassword extends SignCryptoError {
  constructor() {
    super('WRONG_PASSWORD', 'the password does not open this signing key');
    this.name = 'WrongPassword';
  }
}
