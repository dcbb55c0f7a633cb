import { type Kernel, systemActor, type Tx, transact, writeRow } from '#kernel/records';
import type { Row } from '#kernel/schema';
import { createAuthority } from '#kernel/sign';
import { isZone } from '#kernel/values';
import { agreement } from './agreement.ts';
import type { Access } from './configuration.ts';
import { newCredential, refuseUnfit, writeCredential } from './credential.ts';
import { ownerOf, sendLink } from './invitations.ts';
import { Department, Organization, Site } from './records/places.ts';
import { Role } from './records/role.ts';
import { User } from './records/user.ts';
import { grantRole } from './role.commands.ts';
import { SYSTEM_ORG } from './security.ts';
import { seedRoles } from './seed-roles.ts';

const WHO = 'Provisioning';
const byCode = async (tx: Tx, table: 'site' | 'department' | 'role'): Promise<ReadonlyMap<string, string>> => {
  const texts = {
    site: 'select id, code from access.site where org_id = $1',
    department: 'select id, code from access.department where org_id = $1',
    role: 'select id, code from access.role where org_id = $1',
  };
  const rows = await tx.prepared<{ id: string; code: string }>(`codes:${table}`, texts[table], [tx.actor.orgId]);
  return new Map(rows.map((r) => [r.code, r.id]));
};
const need = (map: ReadonlyMap<string, string>, code: string, what: string): string => {
  const id = map.get(code);
  if (id === undefined) throw new Error(`there is no ${what} ${code}`);
  return id;
};

/** Creates the organization that keeps what belongs to the deployment and to no company. Idempotent. */
export async function provisionDeployment(kernel: Kernel): Promise<void> {
  await transact(kernel, systemActor(SYSTEM_ORG, WHO), async (tx) => {
    const known = await tx.prepared('system-org', 'select 1 as x from access.organization where org_id = $1 and id = $1', [
      SYSTEM_ORG,
    ]);
    if (known.length === 0) await tx.create(Organization, { id: SYSTEM_ORG, name: 'Deployment', code: 'SYSTEM' });
  });
}

export interface OrganizationSpec {
  readonly name: string;
  readonly code: string;
  readonly regulatoryLicense?: string;
  readonly address?: string;
  readonly sites: readonly { readonly code: string; readonly name: string; readonly zone: string; readonly address?: string }[];
  readonly departments: readonly { readonly code: string; readonly name: string }[];
}
export interface ProvisionedOrganization {
  readonly orgId: string;
  readonly sites: ReadonlyMap<string, string>;
  readonly departments: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
}

/** Creates an organization: its places, its certificate authority and server keys, and the roles it begins with. Ids are by code. */
export async function provisionOrganization(
  kernel: Kernel,
  access: Access,
  spec: OrganizationSpec,
): Promise<ProvisionedOrganization> {
  for (const { zone } of spec.sites) if (!isZone(zone)) throw new Error(`${zone} is not a time zone`);
  const { rows } = await kernel.database.pool.query<{ id: string }>('select uuidv7() as id');
  const orgId = rows[0]?.id ?? '';
  const { sites, departments, name, code, regulatoryLicense = null, address = null } = spec;
  return transact(kernel, systemActor(orgId, WHO), async (tx) => {
    await tx.create(Organization, { id: orgId, name, code, regulatoryLicense, address });
    for (const site of sites) await tx.create(Site, { ...site, address: site.address ?? null });
    for (const department of departments) await tx.create(Department, department);
    await createAuthority(tx, access.vault, name);
    for (const role of seedRoles(tx.registry)) await tx.create(Role, { ...role, isSystem: true });
    return {
      orgId,
      sites: await byCode(tx, 'site'),
      departments: await byCode(tx, 'department'),
      roles: await byCode(tx, 'role'),
    };
  });
}

/** Creates the roles of modules that came later; existing roles stay as the organization made them. Returns the new codes. */
export async function addMissingRoles(kernel: Kernel, orgId: string): Promise<string[]> {
  return transact(kernel, systemActor(orgId, WHO), async (tx) => {
    const known = await byCode(tx, 'role');
    const missing = seedRoles(tx.registry).filter((role) => !known.has(role.code));
    for (const role of missing) await tx.create(Role, { ...role, isSystem: true });
    return missing.map((role) => role.code);
  });
}

export interface PersonSpec {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly employeeId?: string;
  readonly jobTitle?: string;
  readonly phone?: string;
  readonly language?: 'en' | 'fr';
  /** Codes of site, department and roles. */
  readonly site?: string;
  readonly department?: string;
  readonly roles: readonly string[];
  readonly managerId?: string;
}
async function createAccount(tx: Tx, spec: PersonSpec, state: 'PENDING' | 'ACTIVE'): Promise<Row<typeof User>> {
  const { roles, site, department, ...values } = spec;
  const user = await tx.create(User, {
    ...values,
    state,
    siteId: site === undefined ? null : need(await byCode(tx, 'site'), site, 'site'),
    departmentId: department === undefined ? null : need(await byCode(tx, 'department'), department, 'department'),
  });
  const known = await byCode(tx, 'role');
  for (const code of roles) {
    const role = await tx.get(Role, need(known, code, 'role'));
    await grantRole(tx, { userId: user.id, role, reason: 'Given when the account was set up' });
  }
  return user;
}

/**
 * Creates a person who can work at once (evaluation and tests): account, roles, password, signing key, verified identity, accepted
 * agreement, each through the same code as the acts of people.
 * @param verifiedBy id of the person who verified the identity.
 */
export async function createPerson(
  kernel: Kernel,
  access: Access,
  orgId: string,
  spec: PersonSpec & { readonly password: string; readonly verifiedBy?: string; readonly isUnverified?: boolean },
): Promise<string> {
  const { password, verifiedBy, isUnverified, ...person } = spec;
  const actor = systemActor(orgId, WHO);
  const user = await transact(kernel, actor, async (tx) => {
    const created = await createAccount(tx, person, 'ACTIVE');
    if (isUnverified) return created;
    const set = {
      identityVerifiedAt: tx.now,
      identityVerifiedBy: verifiedBy ?? null,
      identityMethod: 'Identity card seen when the account was set up',
    };
    const accepted = { agreementAcceptedAt: tx.now, agreementVersion: agreement.version };
    return (await tx.writing({ action: 'IDENTITY_VERIFIED' }, () => writeRow(tx, User, created, { ...set, ...accepted }))) as Row<
      typeof User
    >;
  });
  const owner = ownerOf(orgId, user);
  await refuseUnfit(kernel, owner, password, 'password');
  const made = await newCredential(kernel, access, owner, password);
  await transact(kernel, actor, (tx) => writeCredential(tx, user.id, made, 'set-up'));
  return user.id;
}

/**
 * Invites the first superuser of an organization. The token is the one-time secret that whoever installs the product passes on where no
 * mail can be sent yet; it opens `/invitation/{token}`.
 */
export async function inviteFirst(
  kernel: Kernel,
  orgId: string,
  spec: PersonSpec,
): Promise<{ readonly userId: string; readonly token: string }> {
  return transact(kernel, systemActor(orgId, WHO), async (tx) => {
    const user = await createAccount(tx, spec, 'PENDING');
    return { userId: user.id, token: await sendLink(tx, user, 'invitation') };
  });
}
