import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { SignCryptoError } from './errors.ts';

/** What may be hashed or signed: JSON, with every number a safe integer. Decimals and 64-bit integers travel as text. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

// Deeper values are no business record; the limit turns a hostile input into a refusal instead of a stack overflow.
const MAX_DEPTH = 64;

const refuse = (path: string, why: string): never => {
  throw new SignCryptoError('NOT_CANONICAL', `${path === '' ? 'value' : path}: ${why}`);
};

function check(value: unknown, path: string, depth: number): void {
  if (depth > MAX_DEPTH) refuse(path, `nested deeper than ${MAX_DEPTH} levels, or circular`);
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!value.isWellFormed()) refuse(path, 'text holds a lone surrogate');
      return;
    case 'number':
      // RFC 8785 writes numbers as IEEE doubles: 9007199254740993 would be signed as …992, 1.10 as 1.1.
      if (!Number.isSafeInteger(value)) refuse(path, 'only integers up to 2^53-1 may be numbers, write others as text');
      return;
    case 'object':
      if (value !== null) checkObject(value, path, depth);
      return;
    default:
      refuse(path, `${typeof value} has no JSON form`);
  }
}

function checkObject(value: object, path: string, depth: number): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) check(value[i], `${path}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  // A Date, Map or class instance would be signed as whatever its toJSON happens to give today.
  if (prototype !== Object.prototype && prototype !== null) refuse(path, 'only plain objects and arrays may be signed');
  if ('toJSON' in value && typeof value.toJSON === 'function') refuse(path, 'an object with toJSON may not be signed');
  for (const [key, item] of Object.entries(value)) {
    if (!key.isWellFormed()) refuse(path, 'a key holds a lone surrogate');
    check(item, path === '' ? key : `${path}.${key}`, depth + 1);
  }
}

/**
 * The RFC 8785 (JCS) bytes of a value: UTF-8, keys sorted by UTF-16 code unit, no white space. Two values have the same bytes
 * exactly when they are the same JSON, so these bytes are what gets hashed and signed.
 *
 * @throws SignCryptoError `NOT_CANONICAL` for a fraction, an integer beyond 2^53-1, undefined, NaN, a lone surrogate, a class
 *   instance or a cycle.
 * @example canonicalBytes({ b: 1, a: 'x' }).toString() === '{"a":"x","b":1}'
 */
export function canonicalBytes(value: JsonValue): Buffer {
  check(value, '', 0);
  const text = canonicalize(value);
  if (text === undefined) throw new SignCryptoError('NOT_CANONICAL', 'value has no JSON form');
  return Buffer.from(text, 'utf8');
}

/**
 * Reads canonical bytes back. Bytes that are not exactly their own canonical form are refused, which also rules out duplicate
 * keys (JSON.parse would silently keep the last one) and invalid UTF-8.
 *
 * @throws SignCryptoError `NOT_CANONICAL`
 */
export function parseCanonical(bytes: Uint8Array): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new SignCryptoError('NOT_CANONICAL', 'bytes are not JSON');
  }
  if (!canonicalBytes(value).equals(bytes)) throw new SignCryptoError('NOT_CANONICAL', 'bytes are not in RFC 8785 form');
  return value;
}

/** SHA-256 as 64 lower-case hexadecimal digits. Text is hashed as UTF-8. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
