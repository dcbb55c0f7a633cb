import { z } from 'zod';
import { sql } from '#kernel/db';
import { coreRules, createRow, defineCommand, findRows, lockRow, type Tx, writeRow } from '#kernel/records';
import { AppError, type Row, refuse, rule } from '#kernel/schema';
import { administers, expand, operationalPermissions, rolesHeld } from './grants.ts';
import { Role, RoleAssignment } from './records/role.ts';
import { User } from './records/user.ts';
import { accessRules } from './rules.ts';
import { alarm } from './security.ts';

type RoleRow = Row<typeof Role>;
export const ASSIGN_ROLE = 'access.user.assign-role';
const SUPERUSER = 'superuser';
const grantsOf = (role: RoleRow) => role.grants as Parameters<typeof expand>[1];

/** Administrators of all accounts give any role; those of a module give roles of that module, with nothing in them from elsewhere (USR-04). */
export function refuseForeignRole(tx: Tx, role: RoleRow): void {
  const { actor, registry } = tx;
  if (actor.type === 'SYSTEM' || actor.grants.has('access.user.administer')) return;
  const owns = (module: string) => administers(registry, actor.grants, module);
  const foreign = [...expand(registry, grantsOf(role)).keys()].filter((name) => {
    const module = registry.permissions.get(name)?.module ?? '';
    return !owns(module) && !actor.grants.has(name);
  });
  rule(owns(role.module) && foreign.length === 0, accessRules['access.role.not-yours'], { module: role.module });
}

/** SOD-8: a superuser who may also change operational records is told to the security unit, whichever of the two came first. */
async function watchSuperuser(tx: Tx, userId: string, role: RoleRow): Promise<void> {
  const held = await rolesHeld(tx, userId);
  const isSuperuser = role.code === SUPERUSER || held.some((r) => r.code === SUPERUSER);
  if (!isSuperuser) return;
  const ids = held.map((r) => r.id);
  const roles = [role, ...(await findRows(tx, Role, sql`t.id = any(${ids})`))];
  const operational = [...new Set(roles.flatMap((r) => operationalPermissions(tx.registry, grantsOf(r as RoleRow))))];
  if (operational.length > 0)
    await alarm(tx, 'superuser-operational', userId, { role: role.code, permissions: operational.slice(0, 50) });
}

export interface RoleGrant {
  readonly userId: string;
  readonly role: RoleRow;
  readonly validFrom?: string | null | undefined;
  readonly validUntil?: string | null | undefined;
  readonly reason: string;
}
/** Gives a role; permissions of the caller are checked by the caller. */
export async function grantRole(tx: Tx, grant: RoleGrant): Promise<Row<typeof RoleAssignment>> {
  const { userId, role, reason } = grant;
  rule(role.state === 'ACTIVE', accessRules['access.role.inactive']);
  // Held until the end: two administrators giving the same role at once meet here.
  await lockRow(tx, User, userId);
  const same =
    await tx.query(sql`select 1 as x from access.role_assignment where org_id = ${tx.actor.orgId} and user_id = ${userId} and role_id = ${role.id}
    and state = 'ACTIVE' and (valid_until is null or valid_until > kernel.now())`);
  rule(same.length === 0, accessRules['access.role.held-already']);
  const row = await tx.writing({ action: 'ROLE_GRANT', reason }, () =>
    createRow(tx, RoleAssignment, {
      userId,
      roleId: role.id,
      validFrom: grant.validFrom ?? null,
      validUntil: grant.validUntil ?? null,
      reason: reason.slice(0, 500),
    }),
  );
  await watchSuperuser(tx, userId, role);
  await tx.emit('access.role-granted', { userId, role: role.code, by: tx.actor.userId });
  return row as Row<typeof RoleAssignment>;
}

const instantInput = z.iso.datetime({ offset: true }).nullable().optional();
export const assignRole = defineCommand({
  id: ASSIGN_ROLE,
  label: { en: 'Give a role', fr: 'Attribuer un rôle' },
  record: User,
  needs: ASSIGN_ROLE,
  level: 'admin',
  input: z.strictObject({ roleId: z.uuid(), validFrom: instantInput, validUntil: instantInput }),
  reason: 'required',
  available: (tx, row) => rule(row.id !== tx.actor.userId, accessRules['access.user.yourself']),
  async run(tx, input, { id, reason }) {
    const user = await tx.get(User, id);
    rule(user.state !== 'INACTIVE', accessRules['access.user.not-active']);
    const [role] = await findRows(tx, Role, sql`t.id = ${input.roleId}`);
    if (!role) throw new AppError(coreRules['core.unknown-reference'], {}, [{ path: 'roleId', message: 'does not exist' }]);
    refuseForeignRole(tx, role);
    const [period] = await tx.query<{ ok: boolean }>(
      sql`select coalesce(${input.validUntil ?? null}::timestamptz > greatest(kernel.now(), ${input.validFrom ?? null}::timestamptz), true) as ok`,
    );
    if (!period?.ok)
      refuse(coreRules['core.invalid'], {}, [{ path: 'validUntil', message: 'lies before the beginning or in the past' }]);
    return grantRole(tx, { ...input, userId: id, role, reason: reason ?? '' });
  },
});

/** Takes a role back; acts on the person's next request (USR-05). */
export async function takeRole(tx: Tx, assignment: Row<typeof RoleAssignment>, reason: string): Promise<void> {
  await tx.writing({ action: 'ROLE_REVOKE', reason }, () => writeRow(tx, RoleAssignment, assignment, { state: 'REVOKED' }));
  await tx.emit('access.role-revoked', { userId: assignment.userId, roleId: assignment.roleId, by: tx.actor.userId });
}

export const revokeRole = defineCommand({
  id: 'access.user.revoke-role',
  label: { en: 'Take a role back', fr: 'Retirer un rôle' },
  record: User,
  needs: ASSIGN_ROLE,
  level: 'admin',
  input: z.strictObject({ assignmentId: z.uuid() }),
  reason: 'required',
  available: (tx, row) => rule(row.id !== tx.actor.userId, accessRules['access.user.yourself']),
  async run(tx, { assignmentId }, { id, reason }) {
    const row = (await lockRow(tx, RoleAssignment, assignmentId)) as Row<typeof RoleAssignment>;
    rule(row.userId === id && row.state === 'ACTIVE', coreRules['core.not-found']);
    const [role] = await findRows(tx, Role, sql`t.id = ${row.roleId}`);
    if (role) refuseForeignRole(tx, role);
    await takeRole(tx, row, reason ?? '');
    return { revoked: true };
  },
});
