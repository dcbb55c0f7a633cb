import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateMoney,
  type Conversion,
  compareMoney,
  compareQuantities,
  convertQuantity,
  dec,
  minorDigits,
  minusMoney,
  minusQuantity,
  money,
  plusMoney,
  plusQuantity,
  quantity,
  roundMoney,
  sumMoney,
  timesMoney,
  timesQuantity,
  ValueError,
} from './index.ts';

const code = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof ValueError ? error.code : `unexpected ${String(error)}`;
  }
};

describe('quantity', () => {
  const mg = (text: string) => quantity(dec(text), 'mg');

  it('adds, subtracts, multiplies and compares in one unit', () => {
    expect(plusQuantity(mg('1.5'), mg('0.25'))).toEqual(mg('1.75'));
    expect(minusQuantity(mg('1.5'), mg('1.50'))).toEqual(mg('0.00'));
    expect(timesQuantity(mg('2.5'), dec('1000'))).toEqual(mg('2500.0'));
    expect(compareQuantities(mg('1.10'), mg('1.1'))).toBe(0);
  });

  it('refuses to mix units', () => {
    const g = quantity(dec(1), 'g');
    for (const act of [plusQuantity, minusQuantity, compareQuantities]) expect(code(() => act(mg('1'), g))).toBe('UNIT_MISMATCH');
    for (const unit of ['', ' mg', 'mg ']) expect(code(() => quantity(dec(1), unit))).toBe('UNIT_INVALID');
  });

  it('converts by an exact fraction, both ways', () => {
    const pound: Conversion = { from: 'lb', to: 'kg', numerator: dec('45359237'), denominator: dec('100000000') };
    expect(convertQuantity(quantity(dec('3'), 'lb'), pound, 8, 'half-up')).toEqual({ value: '1.36077711', unit: 'kg' });
    expect(convertQuantity(quantity(dec('1.36077711'), 'kg'), pound, 0, 'half-up')).toEqual({ value: '3', unit: 'lb' });
    expect(code(() => convertQuantity(mg('1'), pound, 0, 'up'))).toBe('UNIT_MISMATCH');
  });
});

describe('money', () => {
  const eur = (text: string) => money(dec(text), 'EUR');

  it('computes exactly and rounds to what can be paid', () => {
    expect(plusMoney(eur('0.10'), eur('0.20'))).toEqual(eur('0.30'));
    expect(minusMoney(eur('1'), eur('0.01'))).toEqual(eur('0.99'));
    expect(roundMoney(timesMoney(eur('19.99'), dec('0.175')), 'half-even')).toEqual(eur('3.50'));
    expect(roundMoney(money(dec('1234.5'), 'UGX'), 'half-up')).toEqual({ amount: '1235', currency: 'UGX' });
    expect(sumMoney('EUR', [eur('1.1'), eur('2.22')])).toEqual(eur('3.32'));
    expect(sumMoney('EUR', [])).toEqual(eur('0'));
    expect(compareMoney(eur('1.0'), eur('1.00'))).toBe(0);
    expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD'), minorDigits('CLF')]).toEqual([2, 0, 3, 4]);
  });

  it('refuses to mix currencies', () => {
    const usd = money(dec(1), 'USD');
    for (const act of [plusMoney, minusMoney, compareMoney]) expect(code(() => act(eur('1'), usd))).toBe('CURRENCY_MISMATCH');
    expect(code(() => sumMoney('EUR', [usd]))).toBe('CURRENCY_MISMATCH');
    for (const bad of ['', 'eur', 'EURO', '€']) expect(code(() => money(dec(1), bad))).toBe('CURRENCY_INVALID');
  });

  it('splits so that the parts add up', () => {
    const split = (amount: string, weights: string[]) => allocateMoney(eur(amount), weights.map(dec)).map((part) => part.amount);
    expect(split('100.00', ['1', '1', '1'])).toEqual(['33.34', '33.33', '33.33']);
    expect(split('-0.05', ['3', '7'])).toEqual(['-0.02', '-0.03']);
    expect(split('0.01', ['0', '1'])).toEqual(['0.00', '0.01']);
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
        weights,
        fc.constantFrom('EUR', 'UGX', 'KWD'),
        (units, ws, currency) => {
          fc.pre(ws.some((w) => w > 0n));
          const one = dec(['1', '0.1', '0.01', '0.001'][minorDigits(currency)] ?? '1');
          const whole = timesMoney(money(one, currency), dec(units));
          const shares = allocateMoney(whole, ws.map(dec));
          expect(compareMoney(sumMoney(currency, shares), whole)).toBe(0);
          const total = ws.reduce((a, b) => a + b, 0n);
          shares.forEach(({ amount }, i) => {
            // No part is a whole smallest unit away from its exact share.
            const scaled = BigInt(amount.replace('.', '')) * total;
            const exact = units * (ws[i] ?? 0n);
            expect(scaled - exact < total && exact - scaled < total).toBe(true);
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses to split what cannot be split', () => {
    expect(code(() => allocateMoney(eur('0.001'), [dec(1)]))).toBe('ALLOCATION_INVALID');
    for (const weights of [[], [dec(0)], [dec(2), dec(-1)]])
      expect(code(() => allocateMoney(eur('1'), weights))).toBe('ALLOCATION_INVALID');
  });
});
