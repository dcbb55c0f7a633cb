import { useLabel } from '#kernel/web/i18n/index.ts';
import { cx } from '#kernel/web/parts/cx.ts';
import { Dependency } from '../../records/relations.ts';
import type { LinkedDocument } from '../api/answers.ts';
import { useEdmsT } from '../texts.ts';
import css from './DependencyGraph.module.css';
import { type Edge, edgePath, type Node, place, SIZE } from './graph-layout.ts';

interface DependencyGraphProps {
  readonly centre: { readonly number: string; readonly title: string; readonly label: string | null };
  readonly dependsOn: readonly LinkedDocument[];
  readonly dependents: readonly LinkedDocument[];
}

/** Longest title that a box of the drawing holds. */
const TITLE_CHARS = 28;
const short = (title: string): string => (title.length > TITLE_CHARS ? `${title.slice(0, TITLE_CHARS - 1)}…` : title);

/**
 * Drawing of both directions: what the document depends on at the left, what depends on it at the right. The lists above say the same
 * and carry the links; the drawing has them as its text alternative.
 */
export function DependencyGraph({ centre, dependsOn, dependents }: DependencyGraphProps) {
  const e = useEdmsT();
  const label = useLabel();
  const { nodes, edges, width, height } = place(
    { key: 'centre', number: centre.number, title: centre.title, version: centre.label },
    dependsOn.map(boxOf),
    dependents.map(boxOf),
  );
  const nameOf = (items: readonly LinkedDocument[]): string => items.map((item) => item.number).join(', ') || '–';
  const relations = Dependency.fields.relation.choices ?? {};
  return (
    <div className={cx(css.graph)}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={e('dependency.graphText', { number: centre.number, on: nameOf(dependsOn), by: nameOf(dependents) })}
      >
        <title>{e('dependency.graph')}</title>
        {edges.map((edge) => (
          <EdgeLine key={edge.key} edge={edge} text={relationText(edge.relation)} />
        ))}
        {nodes.map((node) => (
          <Box key={node.key} node={node} />
        ))}
      </svg>
    </div>
  );

  function relationText(relation: string): string {
    const text = relations[relation];
    return text ? label(text).toLowerCase() : relation;
  }
}

const boxOf = (item: LinkedDocument) => ({
  key: `${item.documentId} ${item.relation}`,
  number: item.number,
  title: item.title,
  version: item.label,
  relation: item.relation,
});

function EdgeLine({ edge, text }: { readonly edge: Edge; readonly text: string }) {
  return (
    <g>
      <path d={edgePath(edge)} className={cx(css.edge, edge.relation !== 'DEPENDS_ON' && css.loose)} />
      <path d={`M ${edge.from.x + 7} ${edge.from.y - 4} l -7 4 l 7 4 z`} className={cx(css.head)} />
      <text x={edge.labelAt.x} y={edge.labelAt.y} className={cx(css.relation)} textAnchor="middle">
        {text}
      </text>
    </g>
  );
}

function Box({ node }: { readonly node: Node }) {
  return (
    <g>
      <rect
        x={node.x}
        y={node.y}
        width={SIZE.width}
        height={SIZE.height}
        rx={6}
        className={cx(css.box, node.isCentre && css.centre)}
      />
      <text x={node.x + 10} y={node.y + 18} className={cx(css.number)}>
        {node.number} <tspan className={cx(css.version)}>{node.version}</tspan>
      </text>
      <text x={node.x + 10} y={node.y + 35} className={cx(css.title)}>
        {short(node.title)}
        <title>{node.title}</title>
      </text>
    </g>
  );
}
