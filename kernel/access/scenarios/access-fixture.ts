import type { ModulePart } from '#kernel/app';
import { defineModule, defineRecord, text } from '#kernel/schema';
import type { Fixture } from '#kernel/testing';
import { createPerson, provisionDeployment, provisionOrganization } from '../provision.ts';

/** Two operational modules as far as rights are concerned: permissions of every level, no tables and no routes. */
const note = (id: `${string}.${string}`) =>
  defineRecord(id, {
    label: { en: 'Note', fr: 'Note' },
    plural: { en: 'Notes', fr: 'Notes' },
    scope: 'department',
    fields: { title: text({ en: 'Title', fr: 'Titre' }) },
    title: 'title',
    permissions: { review: 'review', approve: 'approve', administer: 'admin' },
    list: ['title'],
    form: [{ title: { en: 'Note', fr: 'Note' }, fields: ['title'] }],
    internal: true,
  });
function operational(id: string, name: string): ModulePart {
  const module = defineModule({ id, label: { en: name, fr: name }, icon: 'note', dependsOn: [], records: [note(`${id}.note`)] });
  return { half: () => ({ module, migrations: '' }), migrations: { module: id, dir: '' } };
}

export const PASSWORD = 'plinth otter marble 47';
const person = (
  username: string,
  firstName: string,
  lastName: string,
  roles: readonly string[],
  rest: Readonly<Record<string, string>> = {},
) => ({
  username,
  firstName,
  lastName,
  email: `${username}@cleanstation.example`,
  site: 'KLA',
  department: 'QA',
  roles,
  password: PASSWORD,
  ...rest,
});

/** One company with the people of spec section 4 who matter to access, and a second one that must never be seen. */
export const accessFixture: Fixture = {
  key: 'access-scenarios-1',
  modules: [operational('edms', 'Documents'), operational('lims', 'Laboratory')],
  password: PASSWORD,
  async fill({ kernel, access }) {
    await provisionDeployment(kernel);
    const { orgId } = await provisionOrganization(kernel, access, {
      name: 'CleanStation Pharma',
      code: 'CSP',
      sites: [{ code: 'KLA', name: 'Kampala', zone: 'Africa/Kampala' }],
      departments: [
        { code: 'QA', name: 'Quality Assurance' },
        { code: 'WH', name: 'Warehouse' },
      ],
    });
    const add = (spec: ReturnType<typeof person>) => createPerson(kernel, access, orgId, spec);
    const ada = await add(person('ada', 'Ada', 'Nakato', ['superuser']));
    const everyone = [
      person('sam', 'Samuel', 'Okello', ['superuser']),
      person('sec', 'Sarah', 'Byaruhanga', ['security_unit']),
      person('insp', 'Irene', 'Spektor', ['auditor_readonly']),
      person('ana', 'Anabel', 'Kato', ['edms.author', 'edms.viewer']),
      person('dora', 'Dorothy', 'Mirembe', ['edms.admin']),
      person('lea', 'Leonie', 'Achan', ['lims.author']),
      person('paul', 'Paulo', 'Ssali', ['edms.approver'], { email: 'Paul.Ssali@CleanStation.example' }),
    ];
    for (const spec of everyone) await createPerson(kernel, access, orgId, { ...spec, verifiedBy: ada });
    const other = await provisionOrganization(kernel, access, {
      name: 'Other Works',
      code: 'OTH',
      sites: [{ code: 'ZRH', name: 'Zürich', zone: 'Europe/Zurich' }],
      departments: [{ code: 'QA', name: 'Quality' }],
    });
    await createPerson(kernel, access, other.orgId, { ...person('olga', 'Olga', 'Other', ['superuser'], { site: 'ZRH' }) });
    return { orgId };
  },
};
