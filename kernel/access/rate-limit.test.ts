import { expect, test } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

test('a burst passes, then attempts come through at the sustained rate, each address for itself', () => {
  let now = 0;
  const limit = createRateLimit(1, 3, () => now);
  expect([1, 2, 3].map(() => limit.take('a').retryAfter)).toEqual([0, 0, 0]);
  expect(limit.take('a').retryAfter).toBe(1);
  expect(limit.take('b').retryAfter).toBe(0);
  now = 1;
  expect(limit.take('a').retryAfter).toBe(0);
  expect(limit.take('a').retryAfter).toBe(1);
  now = 100;
  expect([1, 2, 3, 4].map(() => limit.take('a').retryAfter)).toEqual([0, 0, 0, 1]);
});

test('refused attempts do not push the next free one further away', () => {
  let now = 0;
  const limit = createRateLimit(0.5, 1, () => now);
  limit.take('a');
  for (let i = 0; i < 10; i++) expect(limit.take('a').retryAfter).toBe(2);
  now = 2;
  expect(limit.take('a').retryAfter).toBe(0);
});
