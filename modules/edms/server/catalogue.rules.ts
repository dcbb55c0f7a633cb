import { sql } from '#kernel/db';
import { findRows, rulesFor, type Tx } from '#kernel/records';
import { rule } from '#kernel/schema';
import { Chain } from '#kernel/tasks';
import { Category, DocumentType, Placeholder } from '../records/catalogue.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { valueNames } from './placeholders.ts';

type Values = Readonly<Record<string, unknown>>;

/** A type follows a chain of document versions that is in force, or none: then one review and one approval. */
async function refuseChain(tx: Tx, values: Values): Promise<void> {
  if (typeof values.chainId !== 'string') return;
  const [chain] = await findRows(tx, Chain, sql`t.id = ${values.chainId}`);
  rule(chain?.state === 'ACTIVE' && chain.recordType === Version.id, edmsRules['edms.chain-unfit']);
}
export const documentTypeRules = rulesFor(DocumentType, {
  create: { guard: refuseChain },
  edit: { guard: (tx, _row, changes: Values) => refuseChain(tx, changes) },
});

async function pathOf(tx: Tx, name: string, parentId: unknown): Promise<string> {
  if (typeof parentId !== 'string') return name;
  const [parent] = await findRows(tx, Category, sql`t.id = ${parentId}`);
  rule(parent && parent.parentId === null, edmsRules['edms.category-depth'], { parent: parent?.name ?? '' });
  return `${parent.name} / ${name}`;
}
export const categoryRules = rulesFor(Category, {
  create: { set: async (tx, values) => ({ path: await pathOf(tx, String(values.name), values.parentId) }) },
  edit: {
    async guard(tx, row, changes: Values) {
      const children = await findRows(tx, Category, sql`t.parent_id = ${row.id}`);
      const parentId = 'parentId' in changes ? changes.parentId : row.parentId;
      rule(parentId !== row.id && (children.length === 0 || parentId === null), edmsRules['edms.category-depth'], {
        parent: row.name,
      });
      await pathOf(tx, row.name, parentId);
    },
    /** A renamed category takes the paths below it along. */
    async then(tx, row) {
      await tx.update(Category, row, { path: await pathOf(tx, row.name, row.parentId) });
      for (const child of await findRows(tx, Category, sql`t.parent_id = ${row.id}`, sql`order by t.id for update`))
        await tx.update(Category, child, { path: `${row.name} / ${child.name}` });
    },
  },
});

function refusePlaceholder(values: { readonly token?: unknown; readonly field?: unknown; readonly dataSource?: unknown }): void {
  const possible = valueNames(String(values.dataSource));
  rule(/^[A-Z][A-Z0-9_]*$/.test(String(values.token)), edmsRules['edms.placeholder-token']);
  rule(possible.includes(String(values.field)), edmsRules['edms.placeholder-value'], {
    source: values.dataSource,
    field: values.field,
    possible,
  });
}
export const placeholderRules = rulesFor(Placeholder, {
  create: { guard: (_tx, values) => refusePlaceholder(values) },
  edit: { guard: (_tx, row, changes: Values) => refusePlaceholder({ ...row, ...changes }) },
});
