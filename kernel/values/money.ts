import {
  compare,
  type Decimal,
  dec,
  div,
  isNegative,
  isZero,
  minus,
  negate,
  plus,
  type RoundingMode,
  round,
  sum,
  times,
} from './decimal.ts';
import { ValueError } from './errors.ts';

/** An amount in a currency. Amounts in different currencies are never added or compared silently. */
export interface Money {
  readonly amount: Decimal;
  /** ISO 4217 code */
  readonly currency: string;
}

// Digits of the smaller unit, by ISO 4217, where they are not two. Not asked of the runtime: browser and server may know
// different editions, and would then round the same invoice differently.
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0 },
  ...{ XAF: 0, XOF: 0, XPF: 0, BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3, CLF: 4, UYW: 4 },
};

/** Digits after the point in which amounts of a currency are paid: 2 for EUR, 0 for UGX. */
export function minorDigits(currency: string): number {
  return MINOR_DIGITS[currency] ?? 2;
}

/**
 * An amount of money. Finer amounts than can be paid are kept (unit prices have them); `roundMoney` makes them payable.
 *
 * @throws ValueError `CURRENCY_INVALID` when the currency is not three capital letters
 */
export function money(amount: Decimal, currency: string): Money {
  if (!/^[A-Z]{3}$/.test(currency)) throw new ValueError('CURRENCY_INVALID', 'a currency is an ISO 4217 code');
  return { amount, currency };
}

/** @throws ValueError `CURRENCY_MISMATCH` */
export function plusMoney(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { amount: plus(a.amount, b.amount), currency: a.currency };
}

/** @throws ValueError `CURRENCY_MISMATCH` */
export function minusMoney(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { amount: minus(a.amount, b.amount), currency: a.currency };
}

/** Sum of all, zero of `currency` for none. @throws ValueError `CURRENCY_MISMATCH` */
export function sumMoney(currency: string, values: Iterable<Money>): Money {
  let total = money(dec(0), currency);
  for (const value of values) total = plusMoney(total, value);
  return total;
}

/** Unit price times quantity, a tax rate, an exchange: exact, not yet payable. */
export function timesMoney(of: Money, factor: Decimal): Money {
  return { amount: times(of.amount, factor), currency: of.currency };
}

/** The amount as it can be paid: rounded to the smaller unit of its currency. */
export function roundMoney(of: Money, mode: RoundingMode): Money {
  return { amount: round(of.amount, minorDigits(of.currency), mode), currency: of.currency };
}

/** -1, 0 or 1. @throws ValueError `CURRENCY_MISMATCH` */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  return compare(a.amount, b.amount);
}

/**
 * Splits a payable amount in proportion to weights (a freight charge over lines) so that the parts are payable and add up to
 * it exactly. What rounding leaves goes, one smallest unit each, to the parts that lost most, the first first.
 *
 * @throws ValueError `ALLOCATION_INVALID` when the amount is not payable, or weights are negative, none, or all zero
 */
export function allocateMoney(of: Money, weights: readonly Decimal[]): Money[] {
  const scale = minorDigits(of.currency);
  const whole = sum(weights);
  if (compare(round(of.amount, scale, 'down'), of.amount) !== 0) {
    throw new ValueError('ALLOCATION_INVALID', 'only an amount rounded to its smaller unit can be split');
  }
  if (isZero(whole) || weights.some(isNegative)) {
    throw new ValueError('ALLOCATION_INVALID', 'weights must not be negative, and not all zero');
  }
  const negative = isNegative(of.amount);
  const total = negative ? negate(of.amount) : of.amount;
  const parts = weights.map((weight, index) => {
    const share = times(total, weight);
    const amount = div(share, whole, scale, 'down');
    // Compared before the division by the same whole, so that the order of remainders is exact.
    return { index, amount, lost: minus(share, times(amount, whole)) };
  });
  let left = minus(total, sum(parts.map(({ amount }) => amount)));
  const unit = scale === 0 ? dec(1) : dec(`0.${'1'.padStart(scale, '0')}`);
  for (const part of parts.toSorted((a, b) => compare(b.lost, a.lost) || a.index - b.index)) {
    if (isZero(left)) break;
    part.amount = plus(part.amount, unit);
    left = minus(left, unit);
  }
  return parts.map(({ amount }) => ({ amount: negative ? negate(amount) : amount, currency: of.currency }));
}

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency)
    throw new ValueError('CURRENCY_MISMATCH', `${a.currency} and ${b.currency} are different currencies`);
}
