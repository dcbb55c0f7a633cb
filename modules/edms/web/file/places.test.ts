import { describe, expect, it } from 'vitest';
import type { PlacedComment } from '../api/answers.ts';
import { inReadingOrder, movedBy, placeAt, placeOf, placeToApi } from './places.ts';

const comment = (id: string, page: number | null, x: string | null, y: string | null): PlacedComment => ({
  id,
  page,
  x,
  y,
  body: id,
  kind: 'general',
  state: 'OPEN',
  response: null,
  respondedBy: null,
  createdAt: '2026-11-20T10:00:00Z',
  createdBy: 'someone',
  section: null,
  highlight: null,
  parentId: null,
});

describe('places on a page', () => {
  it('are shares of the page, whatever its size on screen', () => {
    const box = { left: 100, top: 50, width: 400, height: 800 };
    expect(placeAt(2, { clientX: 300, clientY: 250 }, box)).toEqual({ page: 2, x: 0.5, y: 0.25 });
  });
  it('never lie outside the page', () => {
    const box = { left: 0, top: 0, width: 10, height: 10 };
    expect(placeAt(1, { clientX: 99, clientY: -5 }, box)).toEqual({ page: 1, x: 1, y: 0 });
    expect(movedBy('ArrowLeft', { page: 1, x: 0.01, y: 0.5 })).toEqual({ page: 1, x: 0, y: 0.5 });
    expect(placeOf(comment('a', 1, '7', '0.5'))).toEqual({ page: 1, x: 1, y: 0.5 });
  });
  it('travel to the API as decimals and come back the same', () => {
    const sent = placeToApi({ page: 3, x: 1 / 3, y: 0.25 });
    expect(sent).toEqual({ page: 3, x: '0.333', y: '0.250' });
    expect(placeOf(comment('a', sent.page, sent.x, sent.y))).toEqual({ page: 3, x: 0.333, y: 0.25 });
  });
  it('do not exist for a comment about the whole version', () => {
    expect(placeOf(comment('a', null, null, null))).toBeUndefined();
    expect(placeOf(comment('a', 1, null, null))).toBeUndefined();
  });
  it('move by arrow keys only', () => {
    expect(movedBy('ArrowDown', { page: 1, x: 0.5, y: 0.5 })).toEqual({ page: 1, x: 0.5, y: 0.52 });
    expect(movedBy('Enter', { page: 1, x: 0.5, y: 0.5 })).toBeUndefined();
  });
  it('are numbered as one reads: by page, from the top, from the left', () => {
    const order = inReadingOrder([
      comment('d', 2, '0.1', '0.1'),
      comment('c', 1, '0.9', '0.5'),
      comment('b', 1, '0.1', '0.5'),
      comment('a', 1, '0.9', '0.2'),
      comment('none', null, null, null),
    ]).map(({ comment: { id } }) => id);
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });
});
