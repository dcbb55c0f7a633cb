import type { PlacedComment } from '../api/answers.ts';

/** A point on a page: `x` and `y` are shares of its width and height, from the top left, 0 to 1. */
export interface Place {
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** Decimals with which a place is kept; a thousandth of a page is finer than a letter. */
const DECIMALS = 3;
/** How far an arrow key moves a marker. */
const STEP = 0.02;

const within = (share: number): number => Math.min(1, Math.max(0, share));

/** Place of a comment; undefined where it is about the whole version. */
export function placeOf(comment: Pick<PlacedComment, 'page' | 'x' | 'y'>): Place | undefined {
  if (comment.page === null || comment.x === null || comment.y === null) return undefined;
  const [x, y] = [Number(comment.x), Number(comment.y)];
  return Number.isNaN(x) || Number.isNaN(y) ? undefined : { page: comment.page, x: within(x), y: within(y) };
}

/** Values of a place as the API takes them. */
export function placeToApi({ page, x, y }: Place): { readonly page: number; readonly x: string; readonly y: string } {
  return { page, x: within(x).toFixed(DECIMALS), y: within(y).toFixed(DECIMALS) };
}

/** Place under a pointer on an element that shows a whole page. */
export function placeAt(
  page: number,
  point: { readonly clientX: number; readonly clientY: number },
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Place {
  return { page, x: within((point.clientX - box.left) / box.width), y: within((point.clientY - box.top) / box.height) };
}

/** Place one step further in the direction of an arrow key; undefined for other keys. */
export function movedBy(key: string, place: Place): Place | undefined {
  const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[key];
  return by ? { ...place, x: within(place.x + (by[0] ?? 0)), y: within(place.y + (by[1] ?? 0)) } : undefined;
}

/** Comments with a place, in reading order: their numbers are those of the markers on the pages. */
export function inReadingOrder(
  comments: readonly PlacedComment[],
): readonly { readonly comment: PlacedComment; readonly place: Place }[] {
  return comments
    .flatMap((comment) => {
      const place = placeOf(comment);
      return place ? [{ comment, place }] : [];
    })
    .sort((a, b) => a.place.page - b.place.page || a.place.y - b.place.y || a.place.x - b.place.x);
}
