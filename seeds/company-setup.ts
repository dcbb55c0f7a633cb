import {
  createPerson,
  Department,
  Organization,
  provisionDeployment,
  provisionOrganization,
  Role,
  SYSTEM_ORG,
  User,
} from '#kernel/access';
import type { Application } from '#kernel/app';
import { sql } from '#kernel/db';
import { findRows, systemActor, transact } from '#kernel/records';
import { modules } from '../modules/index.ts';
import { DEMO_PASSWORD, type DemoPerson, departments, extraRoles, organization, people, sites } from './company.ts';
import { inPool } from './pool.ts';

/** The demo company in the database: its id and the ids of its people by user name. */
export interface Company {
  readonly orgId: string;
  readonly ids: ReadonlyMap<string, string>;
}

const WHO = 'Demo company';
// Each account derives two keys from its password, which keeps a core busy for a tenth of a second.
const AT_ONCE = 3;

/** The id of the demo company, when it exists. */
export async function findCompany({ kernel }: Application): Promise<string | undefined> {
  const { rows } = await kernel.database.pool.query<{ org_id: string }>('select org_id from access.organizations()');
  for (const { org_id } of rows) {
    if (org_id === SYSTEM_ORG) continue;
    const found = await transact(kernel, systemActor(org_id, WHO), (tx) =>
      findRows(tx, Organization, sql`t.code = ${organization.code}`),
    );
    if (found.length > 0) return org_id;
  }
  return undefined;
}

/** Creates the company and those of its people who are missing. */
export async function setUpCompany(app: Application): Promise<Company> {
  const { kernel, access } = app;
  await provisionDeployment(kernel);
  const orgId =
    (await findCompany(app)) ?? (await provisionOrganization(kernel, access, { ...organization, sites, departments })).orgId;
  const actor = systemActor(orgId, WHO);
  const users = await transact(kernel, actor, async (tx) => {
    const known = (await findRows(tx, Role, sql`true`)).map((role) => role.code);
    for (const role of extraRoles) if (!known.includes(role.code)) await tx.create(Role, role);
    return findRows(tx, User, sql`true`);
  });
  for (const module of modules) await module.provision?.(kernel, orgId);
  const ids = new Map(users.map((user) => [user.username, user.id]));
  const add = async (who: DemoPerson) => {
    const { manager, part, ...spec } = who;
    const [managerId, verifiedBy] = [manager && ids.get(manager), ids.get(who.username === 'sec' ? 'sam' : 'sec')];
    const person = {
      ...spec,
      ...(managerId ? { managerId } : {}),
      ...(verifiedBy ? { verifiedBy } : {}),
      password: DEMO_PASSWORD,
    };
    ids.set(who.username, await createPerson(kernel, access, orgId, person));
  };
  for (const rank of ranks(people.filter((who) => !ids.has(who.username)))) await inPool(rank, AT_ONCE, add);
  await transact(kernel, actor, async (tx) => {
    for (const row of await findRows(tx, Department, sql`t.head_id is null`)) {
      const head = departments.find((d) => d.code === row.code)?.head;
      await tx.update(Department, row, { headId: (head && ids.get(head)) ?? null });
    }
  });
  return { orgId, ids };
}

/** People in the order they can be created: managers first, and alone at the front the two who verify the others. */
function ranks(missing: readonly DemoPerson[]): readonly (readonly DemoPerson[])[] {
  const first = ['sam', 'sec'].map((name) => missing.filter((who) => who.username === name));
  let rest = missing.filter((who) => !['sam', 'sec'].includes(who.username));
  const out = [...first];
  while (rest.length > 0) {
    const waiting = new Set(rest.map((who) => who.username));
    const next = rest.filter((who) => who.manager === undefined || !waiting.has(who.manager));
    if (next.length === 0) throw new Error(`the managers of ${[...waiting].join(', ')} form a circle`);
    out.push(next);
    rest = rest.filter((who) => !next.includes(who));
  }
  return out;
}
