import { describe, expect, it } from 'vitest';
import { planOfUsers } from './import-source.ts';

describe('import of people', () => {
  const errors = [
    { row: 3, path: 'email', message: 'is taken' },
    { row: 3, path: 'username', message: 'is taken' },
    { row: 5, path: 'departmentId', message: 'there is no QX' },
  ];
  it('counts faulty rows once, whatever the number of their faults', () => {
    const plan = planOfUsers({ rows: 4, valid: 2, created: [], errors }, true);
    expect(plan.counts).toEqual({ rows: 4, create: 2, created: 0, duplicate: 0, invalid: 2 });
    expect(plan.rows.map((row) => [row.line, row.errors.length])).toEqual([
      [3, 2],
      [5, 1],
    ]);
  });
  it('shows created people beside the faulty rows in the order of the file', () => {
    const plan = planOfUsers({ rows: 4, valid: 2, created: [{ row: 4, id: 'x', username: 'nora' }], errors }, false);
    expect(plan.rows.map((row) => row.outcome)).toEqual(['invalid', 'created', 'invalid']);
    expect(plan.counts.created).toBe(1);
  });
});
