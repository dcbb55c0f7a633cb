/** Size of a box, and the gaps between columns and rows, in px of the drawing. */
export const SIZE = { width: 204, height: 46, columnGap: 132, rowGap: 14 } as const;

export interface Boxed {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  readonly version: string | null;
}
export interface Linked extends Boxed {
  readonly relation: string;
}
export interface Node extends Boxed {
  readonly x: number;
  readonly y: number;
  readonly isCentre: boolean;
}
interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Edge {
  readonly key: string;
  readonly relation: string;
  readonly from: Point;
  readonly to: Point;
  readonly labelAt: Point;
}

const MARGIN = 1;
const step = SIZE.height + SIZE.rowGap;
const heightOf = (count: number): number => Math.max(0, count * step - SIZE.rowGap);

/**
 * Places three columns: what the centre leans on, the centre, what leans on it. Its arrows point at what a document
 * leans on, as their words say. Columns without boxes take no room.
 */
export function place(
  centre: Boxed,
  left: readonly Linked[],
  right: readonly Linked[],
): { readonly nodes: readonly Node[]; readonly edges: readonly Edge[]; readonly width: number; readonly height: number } {
  const height = Math.max(heightOf(left.length), heightOf(1), heightOf(right.length));
  const column = SIZE.width + SIZE.columnGap;
  const xCentre = MARGIN + (left.length > 0 ? column : 0);
  const xRight = xCentre + column;
  const rows = (items: readonly Boxed[], x: number, isCentre: boolean): Node[] => {
    const top = MARGIN + (height - heightOf(items.length)) / 2;
    return items.map((item, index) => ({ ...item, x, y: top + index * step, isCentre }));
  };
  const leftNodes = rows(left, MARGIN, false);
  const [middle] = rows([centre], xCentre, true);
  const rightNodes = rows(right, xRight, false);
  const centreY = MARGIN + height / 2;
  const edge = (link: Linked, from: Point, to: Point): Edge => ({
    key: link.key,
    relation: link.relation,
    from,
    to,
    labelAt: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - 5 },
  });
  const edges = [
    ...left.map((link, index) =>
      edge(link, { x: MARGIN + SIZE.width, y: (leftNodes[index]?.y ?? 0) + SIZE.height / 2 }, { x: xCentre, y: centreY }),
    ),
    ...right.map((link, index) =>
      edge(link, { x: xCentre + SIZE.width, y: centreY }, { x: xRight, y: (rightNodes[index]?.y ?? 0) + SIZE.height / 2 }),
    ),
  ];
  const columns = 1 + Number(left.length > 0) + Number(right.length > 0);
  return {
    nodes: [...leftNodes, ...(middle ? [middle] : []), ...rightNodes],
    edges,
    width: columns * SIZE.width + (columns - 1) * SIZE.columnGap + 2 * MARGIN,
    height: height + 2 * MARGIN,
  };
}

/** A curve that leaves and enters its boxes at right angles. */
export function edgePath({ from, to }: Pick<Edge, 'from' | 'to'>): string {
  const half = (to.x - from.x) / 2;
  return `M ${from.x} ${from.y} C ${from.x + half} ${from.y} ${to.x - half} ${to.y} ${to.x} ${to.y}`;
}
