import { sql } from '#kernel/db';
import { permissionsOfLevel, type Registry, type Scope, scopes, type Tx, widest } from '#kernel/records';
import { type Level, levels } from '#kernel/schema';
import type { Grant } from './records/role.ts';

/** Parts of the kernel: everything else is an operational module (SOD-8). */
export const kernelModules: ReadonlySet<string> = new Set([
  'access',
  'audit',
  'events',
  'files',
  'jobs',
  'notes',
  'notify',
  'print',
  'search',
  'settings',
  'sign',
  'system',
  'tasks',
]);

/** Kernel parts whose reading goes with every account: which of their rows concern somebody is decided by the record they belong to. */
const forEveryone = ['access', 'files', 'notes', 'notify', 'search', 'sign', 'tasks'] as const;

/**
 * What every active person holds (spec 0.2: "every user has at least read"): names of people and places, own tasks, files, comments and
 * signatures. Who holds which role is for administrators.
 */
function ofEveryone(registry: Registry): Map<string, Scope> {
  const out = expand(
    registry,
    forEveryone.map((module) => ({ module, level: 'read', scope: 'organization' })),
  );
  out.delete('access.role-assignment.read');
  out.delete('access.share.read');
  return out;
}

export type Grants = ReadonlyMap<string, Scope>;
interface HeldRole {
  readonly id: string;
  readonly version: number;
}

/** Permissions of a role's grants, each with its widest scope. Unknown permissions and modules give nothing. */
export function expand(registry: Registry, grants: readonly Grant[]): Map<string, Scope> {
  const out = new Map<string, Scope>();
  for (const grant of grants) {
    const names = 'level' in grant ? permissionsOfLevel(registry, grant.module, grant.level) : [grant.permission];
    for (const name of names) if (registry.permissions.has(name)) out.set(name, widest(out.get(name), grant.scope));
  }
  return out;
}

interface Known {
  readonly byRole: Map<string, Map<string, Scope>>;
  readonly byRoles: Map<string, Grants>;
}
const known = new WeakMap<Registry, Known>();
const knownOf = (registry: Registry): Known => {
  const found = known.get(registry) ?? { byRole: new Map(), byRoles: new Map() };
  known.set(registry, found);
  return found;
};
const MOST_KEPT = 5_000;

/** Union of the roles' permissions with their widest scopes (WF-09), if every role's expansion is known already. */
export function grantsKnown(registry: Registry, roles: readonly HeldRole[]): Grants | undefined {
  const kept = knownOf(registry);
  const key = roles.map((r) => `${r.id}:${r.version}`).join(' ');
  const found = kept.byRoles.get(key);
  if (found) return found;
  const expansions = roles.map((r) => kept.byRole.get(`${r.id}:${r.version}`));
  const union = ofEveryone(registry);
  for (const expansion of expansions) {
    if (!expansion) return undefined;
    for (const [name, scope] of expansion) union.set(name, widest(union.get(name), scope));
  }
  if (kept.byRoles.size >= MOST_KEPT) kept.byRoles.clear();
  kept.byRoles.set(key, union);
  return union;
}

/** The same, reading what is not known yet. A changed role has another version, so nothing is ever stale. */
export async function grantsOfRoles(tx: Tx, roles: readonly HeldRole[]): Promise<Grants> {
  const now = grantsKnown(tx.registry, roles);
  if (now) return now;
  const { byRole } = knownOf(tx.registry);
  if (byRole.size >= MOST_KEPT) byRole.clear();
  const rows = await tx.query<{ id: string; version: number; grants: readonly Grant[] }>(
    sql`select id, version, grants from access.role where org_id = ${tx.actor.orgId} and id = any(${roles.map((r) => r.id)})`,
  );
  for (const row of rows) byRole.set(`${row.id}:${row.version}`, expand(tx.registry, row.grants));
  // A role edited between the two reads has moved on: its newer permissions are the ones in force.
  const current = roles.map((r) => rows.find((row) => row.id === r.id) ?? r);
  return grantsKnown(tx.registry, current) ?? ofEveryone(tx.registry);
}

/** Roles somebody holds at this instant (USR-06: no job takes part in their beginning or end). */
export async function rolesHeld(tx: Tx, userId: string): Promise<readonly (HeldRole & { readonly code: string })[]> {
  return tx.query<Readonly<Record<string, unknown>> & HeldRole & { readonly code: string }>(
    sql`select r.id, r.version, r.code from access.role_assignment a join access.role r on r.org_id = a.org_id and r.id = a.role_id
      where a.org_id = ${tx.actor.orgId} and a.user_id = ${userId} and a.state = 'ACTIVE' and r.state = 'ACTIVE'
        and (a.valid_from is null or a.valid_from <= kernel.now()) and (a.valid_until is null or a.valid_until > kernel.now()) order by r.id`,
  );
}
export const grantsOfPerson = async (tx: Tx, userId: string): Promise<Grants> => grantsOfRoles(tx, await rolesHeld(tx, userId));

/** Whether somebody with these grants administers a module: holds everything its top level stands for. */
export function administers(registry: Registry, grants: Grants, module: string): boolean {
  const top = [...registry.permissions].filter(([, p]) => p.module === module && p.level === 'admin').map(([name]) => name);
  return top.length > 0 && top.every((name) => grants.has(name));
}

/** Permissions of a role to change, review or approve in operational modules: what a superuser should not hold (SOD-8). */
export function operationalPermissions(registry: Registry, grants: readonly Grant[]): string[] {
  return [...expand(registry, grants).keys()].filter((name) => {
    const p = registry.permissions.get(name);
    return p !== undefined && !kernelModules.has(p.module) && levels.indexOf(p.level) > levels.indexOf('read');
  });
}

/** What is wrong with a role's grants, in words with the position; empty when nothing is. */
export function faultsOfGrants(registry: Registry, grants: unknown): { path: string; message: string }[] {
  if (!Array.isArray(grants)) return [{ path: 'grants', message: 'is a list of permissions' }];
  return grants.flatMap((grant: unknown, i) => {
    const message = faultOfGrant(registry, grant);
    return message ? [{ path: `grants.${i}`, message }] : [];
  });
}
function faultOfGrant(registry: Registry, grant: unknown): string | undefined {
  if (typeof grant !== 'object' || grant === null) return 'is not a permission';
  const { module, level, permission, scope, ...rest } = grant as Readonly<Record<string, unknown>>;
  if (Object.keys(rest).length > 0) return `has unknown parts: ${Object.keys(rest).join(', ')}`;
  if (!scopes.some((s) => s === scope)) return `scope is one of ${scopes.join(', ')}`;
  if (permission !== undefined)
    return module === undefined && level === undefined && typeof permission === 'string' && registry.permissions.has(permission)
      ? undefined
      : 'there is no such permission';
  if (!registry.modules.some((m) => m.id === module)) return 'there is no such module';
  return levels.some((l: Level) => l === level) ? undefined : `level is one of ${levels.join(', ')}`;
}
