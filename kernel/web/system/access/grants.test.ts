import { describe, expect, it } from 'vitest';
import type { Grant } from '../../../access/records/role.ts';
import { grantsOf, scopeOf, singlesOf, withLevel, withPermission } from './grants.ts';

const author: readonly Grant[] = [
  { module: 'edms', level: 'read', scope: 'organization' },
  { module: 'edms', level: 'write', scope: 'department' },
  { permission: 'access.user.assign-role', scope: 'organization' },
];

describe('grants of a role', () => {
  it('are read as module, level and widest scope', () => {
    expect(scopeOf(author, 'edms', 'write')).toBe('department');
    expect(scopeOf([...author, { module: 'edms', level: 'write', scope: 'own' }], 'edms', 'write')).toBe('department');
    expect(scopeOf(author, 'edms', 'admin')).toBeUndefined();
  });
  it('change one level without touching the others', () => {
    const wider = withLevel(author, 'edms', 'write', 'all');
    expect(scopeOf(wider, 'edms', 'write')).toBe('all');
    expect(wider).toHaveLength(3);
    expect(withLevel(author, 'edms', 'read', undefined)).toHaveLength(2);
  });
  it('hold single permissions once each', () => {
    const changed = withPermission(author, 'access.user.assign-role', 'department');
    expect(singlesOf(changed)).toEqual([{ permission: 'access.user.assign-role', scope: 'department' }]);
    expect(singlesOf(withPermission(author, 'access.user.assign-role', undefined))).toEqual([]);
  });
  it('are none where a value holds no list', () => {
    expect(grantsOf(null)).toEqual([]);
  });
});
