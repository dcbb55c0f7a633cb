import { compare, type Decimal, div, minus, plus, type RoundingMode, times } from './decimal.ts';
import { ValueError } from './errors.ts';

/** An amount of something: exact value and unit. Amounts in different units are never added or compared silently. */
export interface Quantity {
  readonly value: Decimal;
  /** unit code, for example `mg`, `mL` or `ea`; compared as text */
  readonly unit: string;
}

/** A conversion between units as an exact fraction, so that it can be turned round: 1 lb is 45359237/100000000 kg. */
export interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly numerator: Decimal;
  readonly denominator: Decimal;
}

/** @throws ValueError `UNIT_INVALID` when the unit is empty or has spaces around it */
export function quantity(value: Decimal, unit: string): Quantity {
  if (unit === '' || unit !== unit.trim()) throw new ValueError('UNIT_INVALID', 'a unit is a code without spaces around it');
  return { value, unit };
}

/** @throws ValueError `UNIT_MISMATCH` */
export function plusQuantity(a: Quantity, b: Quantity): Quantity {
  sameUnit(a, b);
  return { value: plus(a.value, b.value), unit: a.unit };
}

/** @throws ValueError `UNIT_MISMATCH` */
export function minusQuantity(a: Quantity, b: Quantity): Quantity {
  sameUnit(a, b);
  return { value: minus(a.value, b.value), unit: a.unit };
}

/** The quantity so many times: quantity per unit times batch size. Exact. */
export function timesQuantity(of: Quantity, factor: Decimal): Quantity {
  return { value: times(of.value, factor), unit: of.unit };
}

/** -1, 0 or 1. @throws ValueError `UNIT_MISMATCH` */
export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  sameUnit(a, b);
  return compare(a.value, b.value);
}

/**
 * The quantity in another unit, at `scale` digits after the point, rounded once. Turns the conversion round when the quantity
 * is in its target unit.
 *
 * @throws ValueError `UNIT_MISMATCH` when the conversion is between other units
 */
export function convertQuantity(of: Quantity, by: Conversion, scale: number, mode: RoundingMode): Quantity {
  if (of.unit === by.from) return { value: div(times(of.value, by.numerator), by.denominator, scale, mode), unit: by.to };
  if (of.unit === by.to) return { value: div(times(of.value, by.denominator), by.numerator, scale, mode), unit: by.from };
  throw new ValueError('UNIT_MISMATCH', `a conversion between ${by.from} and ${by.to} does not convert ${of.unit}`);
}

function sameUnit(a: Quantity, b: Quantity): void {
  if (a.unit !== b.unit) throw new ValueError('UNIT_MISMATCH', `${a.unit} and ${b.unit} are different units`);
}
