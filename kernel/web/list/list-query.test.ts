import { describe, expect, it } from 'vitest';
import { isSameQuery, parseListQuery, sortOf, toggleSort, withFilter, writeListQuery } from './list-query.ts';

const search = {
  q: 'leak',
  state: 'draft,review',
  'createdAt.gte': '2026-01-01',
  'type.ne': 'complaint',
  sort: '-dueAt,number',
  view: 'q4',
};

describe('the query of a list', () => {
  it('survives being written and read', () => {
    const query = parseListQuery(search);
    expect(query.filters).toEqual([
      { field: 'state', op: 'eq', values: ['draft', 'review'] },
      { field: 'createdAt', op: 'gte', values: ['2026-01-01'] },
      { field: 'type', op: 'ne', values: ['complaint'] },
    ]);
    expect(parseListQuery(writeListQuery(query))).toEqual(query);
  });

  it('keeps a field whose own name has a dot that is no operator', () => {
    expect(parseListQuery({ 'extra.batch': 'A1' }).filters).toEqual([{ field: 'extra.batch', op: 'eq', values: ['A1'] }]);
  });

  it('changes a filter in place and removes an emptied one', () => {
    const query = parseListQuery(search);
    const changed = withFilter(query, { field: 'state', op: 'eq', values: ['closed'] });
    expect(changed.filters.map((f) => f.values.join())).toEqual(['closed', '2026-01-01', 'complaint']);
    expect(withFilter(changed, { field: 'state', op: 'eq', values: [] }).filters).toHaveLength(2);
  });

  it('cycles a column through ascending, descending and the own order of the list', () => {
    let query = parseListQuery({});
    query = toggleSort(query, 'number');
    expect(sortOf(query, 'number', '-number')).toBe('ascending');
    query = toggleSort(query, 'number');
    expect(sortOf(query, 'number', 'title')).toBe('descending');
    query = toggleSort(query, 'number');
    expect(query.sort).toEqual([]);
    expect(sortOf(query, 'number', '-number')).toBe('descending');
  });

  it('compares without regard to the order of the chips', () => {
    expect(isSameQuery(parseListQuery({ a: '1', b: '2' }), parseListQuery({ b: '2', a: '1' }))).toBe(true);
    expect(isSameQuery(parseListQuery({ a: '1' }), parseListQuery({ a: '1', sort: 'a' }))).toBe(false);
  });
});
