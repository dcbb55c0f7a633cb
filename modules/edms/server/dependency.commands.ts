import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, defineCommand, findRows, lockRow, mayEdit, type Tx } from '#kernel/records';
import { type Row, refuse, rule } from '#kernel/schema';
import { Document } from '../records/document.ts';
import { Dependency } from '../records/relations.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { cycleOf } from './dependency.queries.ts';
import { type DocumentRow, lockDocument, lockVersion, stateLabel } from './rows.ts';

const relations = Object.keys(Dependency.fields.relation.choices ?? {}) as ['DEPENDS_ON', ...string[]];
type Relation = Row<typeof Dependency>['relation'];

/** Both documents locked in one order, so that two links made at once cannot close a circle or miss an obsoletion. */
async function lockBoth(tx: Tx, documentId: string, dependsOnId: string): Promise<{ own: DocumentRow; target: DocumentRow }> {
  const locked = new Map<string, DocumentRow>();
  for (const id of [...new Set([documentId, dependsOnId])].sort()) locked.set(id, await lockDocument(tx, id));
  const own = locked.get(documentId);
  const target = locked.get(dependsOnId);
  return own && target ? { own, target } : refuse(coreRules['core.not-found']);
}

/** Links a draft version to another document that is effective (EDMS-04). */
export const addDependency = defineCommand({
  id: 'edms.version.add-dependency',
  label: { en: 'Add dependency', fr: 'Ajouter une dépendance' },
  record: Version,
  needs: 'edms.version.edit',
  level: 'write',
  input: z.strictObject({ dependsOnId: z.uuid(), relation: z.enum(relations).default('DEPENDS_ON') }),
  available: (tx, row) => mayEdit(tx, Version, row),
  async run(tx, input, { id }) {
    const version = await lockVersion(tx, id);
    await mayEdit(tx, Version, version as Row);
    // Only what the author may read can be linked: a refusal would otherwise tell that it exists.
    await tx.get(Document, input.dependsOnId);
    const { own, target } = await lockBoth(tx, version.documentId, input.dependsOnId);
    rule(own.id !== target.id, edmsRules['edms.dependency-self'], { number: own.number });
    const relation = input.relation as Relation;
    if (relation === 'DEPENDS_ON') {
      const cycle = await cycleOf(tx, own, target.id);
      if (cycle) refuse(edmsRules['edms.dependency-circular'], { cycle: cycle.join(' → '), path: cycle });
    }
    rule(target.state === 'EFFECTIVE', edmsRules['edms.dependency-not-effective'], {
      number: target.number,
      status: stateLabel(tx, Document, target.state),
      state: target.state,
    });
    const same = await findRows(
      tx,
      Dependency,
      sql`t.version_id = ${id} and t.depends_on_id = ${target.id} and t.relation = ${relation} and t.state = 'ACTIVE'`,
    );
    rule(same.length === 0, edmsRules['edms.dependency-exists'], { number: target.number });
    const made = await tx.create(Dependency, {
      versionId: id,
      documentId: own.id,
      dependsOnId: target.id,
      dependsOnVersionId: target.effectiveVersionId,
      relation,
    });
    return { id: made.id };
  },
});

/** Takes a link off a draft version; it stays in the history. */
export const removeDependency = defineCommand({
  id: 'edms.version.remove-dependency',
  label: { en: 'Remove dependency', fr: 'Retirer la dépendance' },
  record: Version,
  needs: 'edms.version.edit',
  level: 'write',
  input: z.strictObject({ dependencyId: z.uuid() }),
  available: (tx, row) => mayEdit(tx, Version, row),
  async run(tx, input, { id }) {
    await mayEdit(tx, Version, (await lockVersion(tx, id)) as Row);
    const [found] = await findRows(
      tx,
      Dependency,
      sql`t.id = ${input.dependencyId} and t.version_id = ${id} and t.state = 'ACTIVE'`,
    );
    rule(found, edmsRules['edms.dependency-elsewhere']);
    await tx.transition(Dependency, (await lockRow(tx, Dependency, found.id)) as Row<typeof Dependency>, 'remove');
    return { id: found.id };
  },
});
