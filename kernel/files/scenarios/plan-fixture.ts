import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPerson, provisionDeployment, provisionOrganization } from '#kernel/access';
import type { ModulePart } from '#kernel/app';
import { constraintSpecs, createSchemaSql, createTableSql, tableName } from '#kernel/db';
import { type AnyRecord, day, decimal, defineModule, defineRecord, oneOf, person, text, texts } from '#kernel/schema';
import type { Fixture } from '#kernel/testing';

const label = (en: string, fr: string) => ({ en, fr });

/** A regulated record of the kind modules have: numbered, confidential by department, frozen once submitted, a price not all may see. */
export const Sheet = defineRecord('plan.sheet', {
  label: label('Plan', 'Plan'),
  plural: label('Plans', 'Plans'),
  number: { pattern: 'PLN-{yyyy}-{####}' },
  scope: 'department',
  regulated: true,
  fields: {
    title: text(label('Title', 'Titre')),
    code: text(label('Code', 'Code'), { max: 20 }).optional(),
    kind: oneOf(label('Kind', 'Nature'), { yearly: label('Yearly', 'Annuel'), special: label('Special', 'Exceptionnel') }),
    amount: decimal(label('Amount', 'Quantité')).optional(),
    due: day(label('Due', 'Échéance')).optional(),
    price: decimal(label('Price', 'Prix')).optional().readableBy('plan.sheet.price'),
    keywords: texts(label('Keywords', 'Mots-clés')),
    body: text(label('Text', 'Texte'), { max: 4000, lines: 6 }).optional(),
    ownerId: person(label('Owner', 'Responsable')).owner(),
  },
  title: 'title',
  permissions: { review: 'review', approve: 'approve', price: 'approve' },
  states: {
    DRAFT: { label: label('Draft', 'Brouillon'), family: 'writing' },
    REVIEW: { label: label('In review', 'En relecture'), family: 'waiting', frozen: true },
    VALID: { label: label('Valid', 'Valide'), family: 'valid', frozen: true },
    RETIRED: { label: label('Retired', 'Retiré'), family: 'ended', frozen: true, hidden: true },
  },
  initial: 'DRAFT',
  transitions: {
    submit: { label: label('Submit', 'Soumettre'), from: ['DRAFT'], to: 'REVIEW', needs: 'edit' },
    accept: { label: label('Accept', 'Accepter'), from: ['REVIEW'], to: 'VALID', needs: 'review' },
    retire: { label: label('Retire', 'Retirer'), from: ['VALID'], to: 'RETIRED', needs: 'edit', reason: 'required' },
  },
  unique: [['code']],
  search: ['title', 'keywords', 'body', 'kind', 'price'],
  list: ['title', 'kind', 'amount', 'ownerId', 'state'],
  form: [
    { title: label('Plan', 'Plan'), fields: ['title', 'code', 'kind', 'amount', 'due', 'price', 'keywords', 'body', 'ownerId'] },
  ],
});

const module = defineModule({
  id: 'plan',
  label: label('Planning', 'Planification'),
  icon: 'calendar',
  dependsOn: [],
  records: [Sheet],
});

/** Migration made from the definition, as the command that drafts one does. */
function draft(records: readonly AnyRecord[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'plumbline-plan-'));
  const foreign = records.flatMap((r) =>
    constraintSpecs(r)
      .filter((c) => c.isForeign)
      .map((c) => `alter table ${tableName(r)} add constraint "${c.name}" ${c.sql};`),
  );
  writeFileSync(join(dir, '0001_plan.sql'), [createSchemaSql('plan'), ...records.map(createTableSql), ...foreign].join('\n'));
  return dir;
}
const dir = draft([Sheet]);
const planning: ModulePart = { half: () => ({ module, migrations: dir }), migrations: { module: 'plan', dir } };

export const PASSWORD = 'plinth otter marble 47';
const member = (username: string, firstName: string, department: string, roles: readonly string[], site = 'KLA') => ({
  username,
  firstName,
  lastName: 'Tester',
  email: `${username}@${site.toLowerCase()}.example`,
  site,
  department,
  roles,
  password: PASSWORD,
});

/** Two departments of one company, and a second company that must never be seen. */
export const planFixture: Fixture = {
  key: 'plan-scenarios-1',
  modules: [planning],
  password: PASSWORD,
  async fill({ kernel, access }) {
    await provisionDeployment(kernel);
    const departments = [
      { code: 'QA', name: 'Quality Assurance' },
      { code: 'WH', name: 'Warehouse' },
    ];
    const { orgId } = await provisionOrganization(kernel, access, {
      name: 'CleanStation',
      code: 'CSP',
      sites: [{ code: 'KLA', name: 'Kampala', zone: 'Africa/Kampala' }],
      departments,
    });
    const ada = await createPerson(kernel, access, orgId, member('ada', 'Ada', 'QA', ['superuser']));
    const people = [
      member('sam', 'Samuel', 'QA', ['superuser']),
      member('ana', 'Anabel', 'QA', ['plan.author']),
      member('rita', 'Rita', 'QA', ['plan.reviewer']),
      member('vic', 'Victor', 'QA', ['plan.viewer']),
      member('paul', 'Paulo', 'QA', ['plan.approver']),
      member('wes', 'Wesley', 'WH', ['plan.author']),
    ];
    for (const one of people) await createPerson(kernel, access, orgId, { ...one, verifiedBy: ada });
    const other = await provisionOrganization(kernel, access, {
      name: 'Other Works',
      code: 'OTH',
      sites: [{ code: 'ZRH', name: 'Zürich', zone: 'Europe/Zurich' }],
      departments,
    });
    await createPerson(kernel, access, other.orgId, member('olga', 'Olga', 'QA', ['plan.admin'], 'ZRH'));
    return { orgId };
  },
};
