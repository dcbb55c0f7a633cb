import { sql } from '#kernel/db';
import { permissionsOfLevel, type Registry, type Tx } from '#kernel/records';
import type { Level } from '#kernel/schema';

type Grant = { readonly module?: string; readonly level?: Level; readonly permission?: string };

const givenBy = (registry: Registry, grants: readonly Grant[]): string[] =>
  grants.flatMap((g) =>
    g.permission !== undefined
      ? [g.permission]
      : g.module !== undefined && g.level !== undefined
        ? permissionsOfLevel(registry, g.module, g.level)
        : [],
  );

/** Active people who hold every one of the permissions now, by the union of their roles. */
export async function holdersOf(tx: Tx, permissions: readonly string[]): Promise<string[]> {
  if (permissions.length === 0) return [];
  const held = await tx.query<{ user_id: string; grants: readonly Grant[] }>(sql`
    select a.user_id, r.grants from access.role_assignment a
    join access.role r on r.org_id = a.org_id and r.id = a.role_id and r.state = 'ACTIVE'
    join access."user" u on u.org_id = a.org_id and u.id = a.user_id and u.state = 'ACTIVE'
    where a.org_id = ${tx.actor.orgId} and a.state = 'ACTIVE'
      and (a.valid_from is null or a.valid_from <= kernel.now()) and (a.valid_until is null or a.valid_until > kernel.now())`);
  const byPerson = new Map<string, Set<string>>();
  for (const { user_id, grants } of held) {
    const own = byPerson.get(user_id) ?? new Set<string>();
    for (const permission of givenBy(tx.registry, grants)) own.add(permission);
    byPerson.set(user_id, own);
  }
  return [...byPerson].filter(([, own]) => permissions.every((permission) => own.has(permission))).map(([id]) => id);
}

/** People who administer a module: they hold everything its top level stands for. */
export function administratorsOf(tx: Tx, module: string): Promise<string[]> {
  return holdersOf(
    tx,
    [...tx.registry.permissions].filter(([, p]) => p.module === module && p.level === 'admin').map(([name]) => name),
  );
}

/** The person's superior, where one is named. */
export async function managerOf(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx.query<{ manager_id: string | null }>(
    sql`select manager_id from access."user" where org_id = ${tx.actor.orgId} and id = ${userId}`,
  );
  return row?.manager_id ?? null;
}
