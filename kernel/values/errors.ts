/** Why a value was refused. Stable codes; the record layer maps them to a field's validation message. */
export type ValueErrorCode =
  | 'DECIMAL_INVALID'
  | 'DIVISION_BY_ZERO'
  | 'SCALE_INVALID'
  | 'DAY_INVALID'
  | 'INSTANT_INVALID'
  | 'ZONE_INVALID'
  | 'UNIT_INVALID'
  | 'UNIT_MISMATCH'
  | 'CURRENCY_INVALID'
  | 'CURRENCY_MISMATCH'
  | 'ALLOCATION_INVALID';

/** A value that is not what its type says. */
export class ValueError extends Error {
  readonly code: ValueErrorCode;

  constructor(code: ValueErrorCode, message: string) {
    super(message);
    this.name = 'ValueError';
    this.code = code;
  }
}
