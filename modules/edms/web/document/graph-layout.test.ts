import { describe, expect, it } from 'vitest';
import { edgePath, type Linked, place, SIZE } from './graph-layout.ts';

const centre = { key: 'centre', number: 'WI-00001', title: 'Tightening', version: '2.0' };
const link = (key: string): Linked => ({ key, number: key, title: key, version: '1.0', relation: 'DEPENDS_ON' });

describe('drawing of dependencies', () => {
  it('takes no room for a column without documents', () => {
    expect(place(centre, [], []).width).toBe(SIZE.width + 2);
    expect(place(centre, [link('a')], []).width).toBe(2 * SIZE.width + SIZE.columnGap + 2);
    expect(place(centre, [link('a')], [link('b')]).width).toBe(3 * SIZE.width + 2 * SIZE.columnGap + 2);
  });
  it('never lays one box over another', () => {
    const { nodes } = place(centre, [link('a'), link('b'), link('c')], [link('d'), link('e')]);
    for (const [index, one] of nodes.entries())
      for (const other of nodes.slice(index + 1)) {
        const isApart = Math.abs(one.x - other.x) >= SIZE.width || Math.abs(one.y - other.y) >= SIZE.height;
        expect(isApart, `${one.key} and ${other.key}`).toBe(true);
      }
  });
  it('keeps every box and every arrow inside the drawing', () => {
    const { nodes, edges, width, height } = place(centre, [link('a')], [link('b'), link('c'), link('d')]);
    for (const node of nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.x + SIZE.width).toBeLessThanOrEqual(width);
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.y + SIZE.height).toBeLessThanOrEqual(height);
    }
    for (const edge of edges) expect(edge.to.x).toBeGreaterThan(edge.from.x);
    expect(edges).toHaveLength(4);
  });
  it('lets arrows leave and enter at right angles', () => {
    expect(edgePath({ from: { x: 0, y: 10 }, to: { x: 100, y: 50 } })).toBe('M 0 10 C 50 10 50 50 100 50');
  });
});
