import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  abs,
  approximate,
  canonicalText,
  compare,
  type Decimal,
  dec,
  div,
  equals,
  isDecimal,
  minus,
  negate,
  plus,
  type RoundingMode,
  round,
  roundToSignificant,
  scaleOf,
  significantFigures,
  sum,
  times,
  ValueError,
} from './index.ts';

const modes: RoundingMode[] = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor'];

/** A decimal as integer and scale: the oracle of these tests computes on big integers alone. */
const whole = fc.oneof(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.bigInt({ min: -200n, max: 200n }));
const parts = fc.record({ int: whole, scale: fc.nat(12) });
type Parts = { int: bigint; scale: number };

function write({ int, scale }: Parts): Decimal {
  const digits = (int < 0n ? -int : int).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return dec(`${int < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`);
}

/** The exact fraction numerator/denominator as an integer, rounded by the definition of each mode. */
function roundFraction(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const [down, twice] = [n / d, (n % d) * 2n];
  const away = {
    up: twice > 0n,
    down: false,
    ceiling: twice > 0n && !negative,
    floor: twice > 0n && negative,
    'half-up': twice >= d,
    'half-down': twice > d,
    'half-even': twice > d || (twice === d && down % 2n === 1n),
  }[mode];
  const size = away ? down + 1n : down;
  return negative ? -size : size;
}

const code = (act: () => unknown): string => {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof ValueError ? error.code : `unexpected ${String(error)}`;
  }
};

describe('dec', () => {
  it('keeps the value and the trailing zeros, and drops what says nothing', () => {
    const written = [
      ['1.10', '1.10'],
      ['+007.50', '7.50'],
      ['-0.00', '0.00'],
      ['000', '0'],
      ['-12', '-12'],
      ['0.000001', '0.000001'],
    ];
    for (const [text = '', expected] of written) expect(dec(text)).toBe(expected);
    expect(dec(-42)).toBe('-42');
    expect(dec(2n ** 64n)).toBe('18446744073709551616');
  });

  it('refuses floats and everything that is not plainly a decimal', () => {
    for (const bad of [0.1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) expect(code(() => dec(bad))).toBe('DECIMAL_INVALID');
    for (const bad of ['', ' 1', '1 ', '1e3', '.5', '1.', '1,5', '0x10', 'NaN', '--1', '1.2.3', '١', '1'.repeat(1001)]) {
      expect(
        code(() => dec(bad)),
        bad,
      ).toBe('DECIMAL_INVALID');
      expect(isDecimal(bad)).toBe(false);
    }
    expect(isDecimal('-1.50')).toBe(true);
    expect(isDecimal('+1.50')).toBe(false);
    expect(isDecimal('-0')).toBe(false);
  });
});

describe('arithmetic', () => {
  it('is exact where floats are not', () => {
    expect(plus(dec('0.1'), dec('0.2'))).toBe('0.3');
    expect(times(dec('1.005'), dec('1000'))).toBe('1005.000');
    expect(minus(dec('1.10'), dec('1.1'))).toBe('0.00');
    expect(plus(dec('99999999999999999999999999999999'), dec('0.00000000000001'))).toBe(
      '99999999999999999999999999999999.00000000000001',
    );
    expect(sum([dec('0.1'), dec('0.20'), dec('3')])).toBe('3.30');
    expect(sum([])).toBe('0');
    expect(approximate(dec('0.5'))).toBe(0.5);
  });

  it('agrees with integers: sums, differences, products, order', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        const [x, y] = [a.int * 10n ** BigInt(scale - a.scale), b.int * 10n ** BigInt(scale - b.scale)];
        expect(plus(write(a), write(b))).toBe(write({ int: x + y, scale }));
        expect(minus(write(a), write(b))).toBe(write({ int: x - y, scale }));
        expect(times(write(a), write(b))).toBe(write({ int: a.int * b.int, scale: a.scale + b.scale }));
        expect(compare(write(a), write(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      { numRuns: 500 },
    );
  });

  it('divides and rounds once, in every mode', () => {
    fc.assert(
      fc.property(parts, parts, fc.nat(12), fc.constantFrom(...modes), (a, b, scale, mode) => {
        fc.pre(b.int !== 0n);
        const numerator = a.int * 10n ** BigInt(scale + b.scale);
        const denominator = b.int * 10n ** BigInt(a.scale);
        expect(div(write(a), write(b), scale, mode)).toBe(write({ int: roundFraction(numerator, denominator, mode), scale }));
        const rounded = roundFraction(a.int * 10n ** BigInt(scale), 10n ** BigInt(a.scale), mode);
        expect(round(write(a), scale, mode)).toBe(write({ int: rounded, scale }));
      }),
      { numRuns: 2000 },
    );
  });

  it('rounds halves as each mode says, and shows no negative zero', () => {
    const cases: Array<[RoundingMode, string[]]> = [
      ['half-up', ['-3', '-2', '0', '0', '2', '3']],
      ['half-even', ['-2', '-2', '0', '0', '2', '2']],
      ['half-down', ['-2', '-1', '0', '0', '1', '2']],
      ['up', ['-3', '-2', '-1', '1', '2', '3']],
      ['down', ['-2', '-1', '0', '0', '1', '2']],
      ['ceiling', ['-2', '-1', '0', '1', '2', '3']],
      ['floor', ['-3', '-2', '-1', '0', '1', '2']],
    ];
    for (const [mode, expected] of cases) {
      expect(
        ['-2.5', '-1.5', '-0.4', '0.4', '1.5', '2.5'].map((value) => round(dec(value), 0, mode)),
        mode,
      ).toEqual(expected);
    }
    expect(round(dec('2.675'), 2, 'half-up')).toBe('2.68');
    expect(round(dec('5'), 2, 'half-up')).toBe('5.00');
    // 1/3 of a tie would be lost if a rounded quotient were rounded again.
    expect(div(dec('0.5000000000000000000000001'), dec('1'), 0, 'half-down')).toBe('1');
  });

  it('refuses what has no result', () => {
    expect(code(() => div(dec(1), dec('0.00'), 2, 'half-up'))).toBe('DIVISION_BY_ZERO');
    for (const scale of [-1, 1.5, 1001]) expect(code(() => round(dec(1), scale, 'up'))).toBe('SCALE_INVALID');
    const long = dec('9'.repeat(600));
    expect(code(() => times(long, long))).toBe('DECIMAL_INVALID');
    const [tiny, huge] = [dec(`0.${'1'.padStart(998, '0')}`), dec('9'.repeat(1000))];
    expect(code(() => div(huge, tiny, 0, 'up'))).toBe('DECIMAL_INVALID');
    expect(div(tiny, huge, 2, 'up')).toBe('0.01');
  });

  it('keeps sign, size and one text per value', () => {
    fc.assert(
      fc.property(parts, (a) => {
        const value = write(a);
        expect(negate(negate(value))).toBe(value);
        expect(plus(value, negate(value))).toBe(write({ int: 0n, scale: a.scale }));
        expect(compare(abs(value), dec(0))).toBe(a.int === 0n ? 0 : 1);
        expect(equals(canonicalText(value), value)).toBe(true);
        expect(canonicalText(plus(value, dec('0.00000000000000')))).toBe(canonicalText(value));
        expect(scaleOf(value)).toBe(a.scale);
        expect(isDecimal(value)).toBe(true);
      }),
    );
    expect(['100', '1.500', '0.0', '10.0', '-2.50'].map((value) => canonicalText(dec(value)))).toEqual([
      '100',
      '1.5',
      '0',
      '10',
      '-2.5',
    ]);
  });
});

describe('significant figures', () => {
  it('are counted as written', () => {
    const cases: Array<[string, number]> = [
      ['1.10', 3],
      ['0.00120', 3],
      ['1500', 4],
      ['-20.0', 3],
      ['0', 1],
      ['0.00', 3],
      ['0.5', 1],
    ];
    for (const [value, figures] of cases) expect(significantFigures(dec(value)), value).toBe(figures);
  });

  it('are rounded to and filled up', () => {
    const cases: Array<[string, number, string]> = [
      ['0.0012345', 3, '0.00123'],
      ['1.2', 3, '1.20'],
      ['12345', 2, '12000'],
      ['9.96', 2, '10'],
      ['0.0999', 2, '0.10'],
      ['99.95', 3, '100'],
      ['-1.25', 2, '-1.3'],
      ['0', 3, '0.00'],
      ['100', 5, '100.00'],
    ];
    for (const [value, figures, expected] of cases)
      expect(roundToSignificant(dec(value), figures, 'half-up'), value).toBe(expected);
    expect(code(() => roundToSignificant(dec(1), 0, 'up'))).toBe('SCALE_INVALID');
  });
});
