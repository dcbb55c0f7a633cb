/** Why a building block of the log refused. Stable codes for programs. */
export type LogErrorCode =
  | 'RANGE_INVALID'
  | 'FRONTIER_MALFORMED'
  | 'KEY_MALFORMED'
  | 'NOTE_MALFORMED'
  | 'NOTE_SIGNER_UNKNOWN'
  | 'NOTE_SIGNATURE_INVALID'
  | 'CHECKPOINT_MALFORMED'
  | 'TILE_MALFORMED'
  | 'ENTRY_TOO_LARGE';

/** A refusal of the log's building blocks. */
export class LogError extends Error {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string) {
    super(message);
    this.name = 'LogError';
    this.code = code;
  }
}

/** Whether a value can be a leaf count or index: a non-negative safe integer. */
export const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
