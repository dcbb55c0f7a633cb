import { sql } from '#kernel/db';
import { coreRules, findRows, rulesFor, type Tx } from '#kernel/records';
import { refuse, rule } from '#kernel/schema';
import { faultsOfGrants, operationalPermissions, rolesHeld } from './grants.ts';
import { Role, RoleAssignment } from './records/role.ts';
import { refuseForeignRole } from './role.commands.ts';
import { accessRules } from './rules.ts';
import { alarm } from './security.ts';

function refuseFaulty(tx: Tx, values: Readonly<Record<string, unknown>>): void {
  const faults = 'grants' in values ? faultsOfGrants(tx.registry, values.grants) : [];
  if (faults.length > 0) refuse(coreRules['core.invalid'], {}, faults);
}
/** Widening a role one holds is giving oneself a permission (SOD-6). */
async function refuseHeld(tx: Tx, roleId: string): Promise<void> {
  const held = await rolesHeld(tx, tx.actor.userId);
  rule(!held.some((r) => r.id === roleId), accessRules['access.role.own']);
}

export const roleRules = rulesFor<typeof Role>(Role, {
  create: { guard: refuseFaulty },
  edit: {
    async guard(tx, row, changes) {
      refuseFaulty(tx, changes);
      if ('grants' in changes) await refuseHeld(tx, row.id);
    },
    async then(tx, row, before) {
      const had = new Set(operationalPermissions(tx.registry, before.grants));
      const gained = operationalPermissions(tx.registry, row.grants).filter((name) => !had.has(name));
      if (gained.length === 0) return;
      const holders = await tx.query<{ user_id: string }>(sql`select distinct a.user_id from access.role_assignment a
        join access.role_assignment b on b.org_id = a.org_id and b.user_id = a.user_id and b.state = 'ACTIVE'
        join access.role s on s.org_id = b.org_id and s.id = b.role_id and s.code = 'superuser'
        where a.org_id = ${tx.actor.orgId} and a.role_id = ${row.id} and a.state = 'ACTIVE'`);
      for (const { user_id } of holders)
        await alarm(tx, 'superuser-operational', user_id, { role: row.code, permissions: gained.slice(0, 50) });
    },
  },
  deactivate: { guard: (tx, row) => refuseHeld(tx, row.id) },
  activate: { guard: (tx, row) => refuseHeld(tx, row.id) },
});

/** The generic revoke obeys what the command obeys: own roles never, other modules' roles never. */
export const assignmentRules = rulesFor<typeof RoleAssignment>(RoleAssignment, {
  revoke: {
    async guard(tx, row) {
      rule(row.userId !== tx.actor.userId, accessRules['access.role.own']);
      const [role] = await findRows(tx, Role, sql`t.id = ${row.roleId}`);
      if (role) refuseForeignRole(tx, role);
    },
  },
});
