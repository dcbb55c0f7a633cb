import { describe, expect, test } from 'vitest';
import { asRefusal } from './problem.ts';

describe('errors as they are answered', () => {
  test('no database while somebody is being recognised is a 503, not a defect', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    expect(asRefusal(refused)).toMatchObject({ status: 503, rule: { id: 'core.database-unavailable' } });
    const starting = Object.assign(new Error('the database system is starting up'), { code: '57P03' });
    expect(asRefusal(starting)).toMatchObject({ status: 503 });
  });

  test('anything else stays a defect', () => {
    expect(asRefusal(new TypeError('x is undefined'))).toBeUndefined();
  });
});
