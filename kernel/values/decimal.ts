import { Decimal as DecimalJs } from 'decimal.js';
import { ValueError } from './errors.ts';

declare const brand: unique symbol;

/**
 * An exact decimal number as text: `-12.50`. No exponent, no plus sign, no leading zeros, no negative zero. Trailing zeros are
 * kept, as in PostgreSQL `numeric`: they say how precisely a value was given (1.10 has three significant figures, 1.1 two), and
 * do not matter to `compare`. The same text is used in TypeScript, JSON, forms and SQL, so that no float stands in between.
 */
export type Decimal = string & { readonly [brand]: 'Decimal' };

/** What happens to the digits that are cut. `half-up` and `up` go away from zero; `ceiling` and `floor` go up and down. */
export type RoundingMode = 'half-up' | 'half-even' | 'half-down' | 'up' | 'down' | 'ceiling' | 'floor';

const modes: Record<RoundingMode, DecimalJs.Rounding> = {
  up: DecimalJs.ROUND_UP,
  down: DecimalJs.ROUND_DOWN,
  ceiling: DecimalJs.ROUND_CEIL,
  floor: DecimalJs.ROUND_FLOOR,
  'half-up': DecimalJs.ROUND_HALF_UP,
  'half-down': DecimalJs.ROUND_HALF_DOWN,
  'half-even': DecimalJs.ROUND_HALF_EVEN,
};

// No business value is longer; the limit keeps one input from costing the server seconds of arithmetic.
const MAX_DIGITS = 1000;

// The library rounds every result to `precision` digits, 20 by default: 2^64 times anything would be wrong without a word.
// Ten times the longest value leaves room for every product and shift on the way to a result.
const Exact = DecimalJs.clone({ precision: 10 * MAX_DIGITS, rounding: DecimalJs.ROUND_HALF_UP });

const FORM = /^([+-]?)0*(\d+)(\.\d+)?$/;

/**
 * Makes a decimal from text, an integer or a bigint. Fractional numbers are refused: 0.1 + 0.2 has already lost its value.
 *
 * @throws ValueError `DECIMAL_INVALID`
 * @example dec('+007.50') === '7.50'
 */
export function dec(value: string | number | bigint): Decimal {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new ValueError('DECIMAL_INVALID', 'a number with a fraction or beyond 2^53 is not exact, give it as text');
  }
  const [, sign, whole = '', fraction = ''] = FORM.exec(String(value)) ?? [];
  if (whole === '' || whole.length + fraction.length > MAX_DIGITS)
    throw new ValueError('DECIMAL_INVALID', 'not a decimal number');
  return settled(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
}

/** Whether a text is a decimal exactly as `dec` would write it. */
export function isDecimal(text: string): text is Decimal {
  try {
    return dec(text) === text;
  } catch {
    return false;
  }
}

/** Digits after the point. */
export function scaleOf(value: Decimal): number {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.length - point - 1;
}

/** Exact sum, with as many digits after the point as the more precise of the two. */
export function plus(a: Decimal, b: Decimal): Decimal {
  return fixed(new Exact(a).plus(b), Math.max(scaleOf(a), scaleOf(b)));
}

/** Exact difference, with as many digits after the point as the more precise of the two. */
export function minus(a: Decimal, b: Decimal): Decimal {
  return fixed(new Exact(a).minus(b), Math.max(scaleOf(a), scaleOf(b)));
}

/** Exact product, with the digits after the point of both. */
export function times(a: Decimal, b: Decimal): Decimal {
  return fixed(new Exact(a).times(b), scaleOf(a) + scaleOf(b));
}

/**
 * Quotient at `scale` digits after the point, rounded once.
 *
 * @throws ValueError `DIVISION_BY_ZERO`
 */
export function div(a: Decimal, b: Decimal, scale: number, mode: RoundingMode): Decimal {
  checkScale(scale);
  if (isZero(b)) throw new ValueError('DIVISION_BY_ZERO', 'division by zero');
  // One digit more than wanted, cut, and behind it a 1 if anything was cut: enough for every mode to round as from the exact
  // quotient, where rounding a rounded quotient would not be.
  const shifted = new Exact(a).times(`1e${scale + 1}`);
  const cut = shifted.divToInt(b);
  const rest = cut.times(b).equals(shifted) ? 0 : isNegative(a) === isNegative(b) ? 1 : -1;
  const sticky = cut.times(10).plus(rest);
  return fixed(sticky.times(`1e-${scale + 2}`).toDecimalPlaces(scale, modes[mode]), scale);
}

/** Sum of all, zero for none. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = dec(0);
  for (const value of values) total = plus(total, value);
  return total;
}

/** -1, 0 or 1 as a is less than, equal to or greater than b; 1.10 equals 1.1. */
export function compare(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const difference = new Exact(a).comparedTo(b);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

export function equals(a: Decimal, b: Decimal): boolean {
  return compare(a, b) === 0;
}

export function isZero(value: Decimal): boolean {
  return !/[1-9]/.test(value);
}

export function isNegative(value: Decimal): boolean {
  return value.startsWith('-');
}

export function negate(value: Decimal): Decimal {
  return settled(isNegative(value) ? value.slice(1) : `-${value}`);
}

export function abs(value: Decimal): Decimal {
  return isNegative(value) ? negate(value) : value;
}

/** The value at exactly `scale` digits after the point: rounded when it has more, filled with zeros when it has fewer. */
export function round(value: Decimal, scale: number, mode: RoundingMode): Decimal {
  checkScale(scale);
  return fixed(new Exact(value).toDecimalPlaces(scale, modes[mode]), scale);
}

/**
 * Significant figures as written: leading zeros do not count, trailing zeros do. Zero has one, and one more per digit after
 * the point (0.00 has three). Trailing zeros of an integer count too: text without exponent cannot say otherwise.
 */
export function significantFigures(value: Decimal): number {
  const digits = value.replace(/[-.]/g, '');
  return isZero(value) ? digits.length : digits.replace(/^0+/, '').length;
}

/** The value at `figures` significant figures, filled with zeros after the point where needed: 1.2 at three is 1.20. */
export function roundToSignificant(value: Decimal, figures: number, mode: RoundingMode): Decimal {
  if (!Number.isInteger(figures) || figures < 1 || figures > MAX_DIGITS) {
    throw new ValueError('SCALE_INVALID', 'significant figures are a positive integer');
  }
  const rounded = new Exact(value).toSignificantDigits(figures, modes[mode]);
  // The exponent after rounding: 9.96 at two figures becomes 10, which has no digit after the point left.
  return fixed(rounded, Math.max(0, figures - 1 - (rounded.isZero() ? 0 : rounded.e)));
}

/** One text per value: without trailing zeros after the point. For hashing and grouping, not for showing. */
export function canonicalText(value: Decimal): Decimal {
  return settled(value.includes('.') ? value.replace(/\.?0+$/, '') : value);
}

/** The nearest float. Only for drawing: a chart may be off by a rounding, a result may not. */
export function approximate(value: Decimal): number {
  return Number(value);
}

function fixed(value: DecimalJs, scale: number): Decimal {
  const text = value.toFixed(scale);
  // Sign and point stand beside the digits.
  if (text.length > MAX_DIGITS + 2) throw new ValueError('DECIMAL_INVALID', 'the result has too many digits');
  return settled(text);
}

// The only place that makes the branded type: text here has the right form, but may be a negative zero.
function settled(text: string): Decimal {
  return (text.startsWith('-') && !/[1-9]/.test(text) ? text.slice(1) : text) as Decimal;
}

function checkScale(scale: number): void {
  if (!Number.isInteger(scale) || scale < 0 || scale > MAX_DIGITS) {
    throw new ValueError('SCALE_INVALID', `a scale is an integer from 0 to ${MAX_DIGITS}`);
  }
}
