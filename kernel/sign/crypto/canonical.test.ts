import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, type JsonValue, parseCanonical, SignCryptoError, sha256Hex } from './index.ts';

const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

const refusal = (value: unknown): string => {
  try {
    Reflect.apply(canonicalBytes, undefined, [value]);
    return 'accepted';
  } catch (error) {
    return error instanceof SignCryptoError ? error.code : `unexpected ${String(error)}`;
  }
};

describe('canonicalBytes', () => {
  it('sorts keys by UTF-16 code unit and escapes as RFC 8785 says', () => {
    const value = { '\u20ac': 1, '\r': 2, '1': 3, '\u{1f600}': 4, '\ufb33': 5, a: '\u000f\n"\\é' };
    expect(canonicalBytes(value).toString()).toBe('{"\\r":2,"1":3,"a":"\\u000f\\n\\"\\\\é","€":1,"\u{1f600}":4,"\ufb33":5}');
  });

  it('refuses what two programs would write differently', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const cases: unknown[] = [
      1.5,
      2 ** 53,
      -(2 ** 53),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      undefined,
      { a: undefined },
      [undefined],
      Array(2),
      '\ud800',
      { '\udc00': 1 },
      new Date(0),
      new Map(),
      Buffer.from('a'),
      () => 1,
      Symbol('s'),
      circular,
      { toJSON: () => 1 },
    ];
    for (const value of cases) expect(refusal(value)).toBe('NOT_CANONICAL');
  });

  it('gives one form per value and reads it back', () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = canonicalBytes(value);
        const read = parseCanonical(bytes);
        expect(canonicalBytes(read).equals(bytes)).toBe(true);
        expect(JSON.parse(bytes.toString())).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('does not depend on the order in which keys were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json, { noNullPrototype: true }), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalBytes(reversed).equals(canonicalBytes(value))).toBe(true);
      }),
    );
  });
});

describe('parseCanonical', () => {
  it('refuses duplicate keys, white space, other orders, other number forms and invalid UTF-8', () => {
    const texts = ['{"a":1,"a":2}', '{"a": 1}', '{"b":1,"a":2}', '[1.0]', '["\\u0061"]', '{', '[1e2]'];
    for (const text of texts) expect(() => parseCanonical(Buffer.from(text)), text).toThrow(SignCryptoError);
    expect(() => parseCanonical(Buffer.from([0x22, 0xff, 0x22]))).toThrow(SignCryptoError);
  });
});

describe('sha256Hex', () => {
  it('gives the FIPS 180-4 example digest', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
