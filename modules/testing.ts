import { createPerson, provisionDeployment, provisionOrganization, Role } from '#kernel/access';
import type { Application } from '#kernel/app';
import { systemActor, transact } from '#kernel/records';
import { type Fixture, startTestApp, type TestApp } from '#kernel/testing';
import { DEMO_PASSWORD, departments, extraRoles, organization, people, sites } from '../seeds/company.ts';
import { modules } from './index.ts';

/** The company of the specification's scenarios (section 4): places and people, no records. */
export const companyFixture: Fixture = {
  key: 'company-1',
  modules,
  password: DEMO_PASSWORD,
  async fill(app: Application) {
    await provisionDeployment(app.kernel);
    const made = await provisionOrganization(app.kernel, app.access, { ...organization, sites, departments });
    await transact(app.kernel, systemActor(made.orgId, 'Provisioning'), async (tx) => {
      for (const role of extraRoles) await tx.create(Role, role);
    });
    const ids = new Map<string, string>();
    for (const { manager, part: _part, ...person } of people) {
      const managerId = manager === undefined ? undefined : ids.get(manager);
      ids.set(
        person.username,
        await createPerson(app.kernel, app.access, made.orgId, {
          ...person,
          ...(managerId ? { managerId } : {}),
          password: DEMO_PASSWORD,
        }),
      );
    }
    for (const module of modules) await module.provision?.(app.kernel, made.orgId);
    return { orgId: made.orgId };
  },
};

/** The real application on a fresh database with the company of the scenarios. */
export const testApp = (webRoot?: string): Promise<TestApp> => startTestApp(companyFixture, webRoot);
