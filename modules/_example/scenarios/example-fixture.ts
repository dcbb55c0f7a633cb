import { createPerson, provisionDeployment, provisionOrganization } from '#kernel/access';
import type { Fixture } from '#kernel/testing';
import { examplePart } from '../server/wiring.ts';

const PASSWORD = 'Basin-Torque-Rinse-48';
/** User name → first name, last name, department, roles. Each module brings a role per level: viewer, author, reviewer, approver, admin. */
const people: Readonly<Record<string, readonly [string, string, string, readonly string[]]>> = {
  sam: ['Samuel', 'Kato', 'IT', ['superuser']],
  insp: ['Isaac', 'Mugisha', 'QA', ['auditor_readonly']],
  ana: ['Ana', 'Nakato', 'QA', ['example.author']],
  rita: ['Rita', 'Achieng', 'QA', ['example.reviewer']],
  paul: ['Paul', 'Okello', 'QA', ['example.approver']],
  mgr1: ['Moses', 'Gitonga', 'PROD', ['example.author']],
};
export const personas = Object.keys(people);

/** One company with the people a note needs. The template database is made once per run; each test file gets a clone of it. */
export const exampleFixture: Fixture = {
  key: 'example-1',
  modules: [examplePart],
  password: PASSWORD,
  async fill({ kernel, access }) {
    await provisionDeployment(kernel);
    const { orgId } = await provisionOrganization(kernel, access, {
      name: 'Amani Medical Devices',
      code: 'AMANI',
      sites: [{ code: 'KLA', name: 'Kampala', zone: 'Africa/Kampala' }],
      departments: ['IT', 'QA', 'PROD'].map((code) => ({ code, name: code })),
    });
    for (const [username, [firstName, lastName, department, roles]] of Object.entries(people)) {
      const email = `${username}@amani.example`;
      await createPerson(kernel, access, orgId, {
        ...{ username, firstName, lastName, email, department, roles },
        site: 'KLA',
        password: PASSWORD,
      });
    }
    return { orgId };
  },
};
