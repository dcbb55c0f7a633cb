import { hash, hashRaw } from '@node-rs/argon2';
import { afterEach, describe, expect, it } from 'vitest';
import { derivation, limitDerivations } from './derivation-limit.ts';
import { hashPassword, needsRehash, verifyPassword } from './index.ts';

const cost = { memoryKiB: 64, iterations: 1, parallelism: 1 };

describe('hashPassword', () => {
  it('verifies the same password only, at any length', async () => {
    const long = 'x'.repeat(200);
    const hashed = await hashPassword(long, cost);
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await verifyPassword(hashed, long)).toBe(true);
    // bcrypt would stop reading at byte 72 and accept this one
    expect(await verifyPassword(hashed, `${'x'.repeat(199)}y`)).toBe(false);
    expect(await hashPassword(long, cost)).not.toBe(hashed);
  });

  it('verifies nothing against a hash it cannot read', async () => {
    expect(await verifyPassword('$2b$12$not-argon2', 'a password')).toBe(false);
    expect(await verifyPassword('', '')).toBe(false);
  });

  it('derives raw keys with the same variant as hashes', async () => {
    // The library exports its variant names as types only, so what its default is must be seen from the outside.
    const options = { memoryCost: 64, timeCost: 1, parallelism: 1, salt: Buffer.alloc(16, 7) };
    const text = await hash('a password', options);
    const raw = await hashRaw('a password', { ...options, outputLen: 32 });
    expect(text.split('$')[5]).toBe(raw.toString('base64').replace(/=+$/, ''));
    expect(text).toContain('argon2id');
  });

  it('asks for a new hash when cost, variant or form differ', async () => {
    const hashed = await hashPassword('a password', cost);
    expect(needsRehash(hashed, cost)).toBe(false);
    expect(needsRehash(hashed)).toBe(true);
    expect(needsRehash(hashed.replace('argon2id', 'argon2i'), cost)).toBe(true);
    expect(needsRehash('garbage', cost)).toBe(true);
  });
});

describe('derivation', () => {
  afterEach(() => limitDerivations({}));

  it('runs two at a time in the order asked, and goes on after a failure', async () => {
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (n: number) => async (): Promise<number> => {
      running++;
      most = Math.max(most, running);
      order.push(n);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      if (n === 2) throw new Error('failed');
      return n;
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6, 7].map((n) => derivation(work(n))));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(results.filter((r) => r.status === 'rejected')).toHaveLength(1);
    expect(await derivation(work(8))).toBe(8);
  });

  it('refuses when too many wait', async () => {
    limitDerivations({ concurrent: 1, waiting: 1 });
    const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve('done'), 5));
    const accepted = [derivation(slow), derivation(slow)];
    await expect(derivation(slow)).rejects.toMatchObject({ code: 'DERIVATION_OVERLOAD' });
    expect(await Promise.all(accepted)).toEqual(['done', 'done']);
  });
});
