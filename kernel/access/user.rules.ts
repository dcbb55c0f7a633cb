import { sql } from '#kernel/db';
import { coreRules, rulesFor, type Tx } from '#kernel/records';
import { AppError, type FieldFault, refuse, rule } from '#kernel/schema';
import { isZone } from '#kernel/values';
import { sendLink } from './invitations.ts';
import { User } from './records/user.ts';
import { accessRules } from './rules.ts';
import { endSessions } from './sessions.ts';

type Values = Readonly<Record<string, unknown>>;
const mail = /^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"'.]+$/;
const username = /^[a-z0-9][a-z0-9._-]*$/;

/** What no schema can say about an account's values. */
export function accountFaults(values: Values): FieldFault[] {
  const faults: FieldFault[] = [];
  const text = (name: string) => (typeof values[name] === 'string' ? String(values[name]).trim().toLowerCase() : undefined);
  const name = text('username');
  if (name !== undefined && !username.test(name))
    faults.push({ path: 'username', message: 'has letters, digits, dot, dash and underscore only' });
  const email = text('email');
  if (email !== undefined && !mail.test(email)) faults.push({ path: 'email', message: 'is not an e-mail address' });
  const zone = values.timeZone;
  if (typeof zone === 'string' && zone !== '' && !isZone(zone)) faults.push({ path: 'timeZone', message: 'is not a time zone' });
  return faults;
}

const label: Readonly<Record<string, string>> = { username: 'user name', email: 'e-mail', employeeId: 'employee number' };
/** Names alike but for case, of this organization or of anybody who ever signed in to this deployment (USR-02, P11-300a-1). */
export async function refuseTaken(tx: Tx, values: Values, ownId: string | null): Promise<void> {
  const taken = await takenNames(tx, values, ownId);
  if (taken.length > 0)
    throw new AppError(
      coreRules['core.duplicate'],
      { fields: taken.map((t) => label[t] ?? t) },
      taken.map((path) => ({ path, message: 'is taken' })),
    );
}
export async function takenNames(tx: Tx, values: Values, ownId: string | null): Promise<string[]> {
  const folded = (name: string) => (typeof values[name] === 'string' ? String(values[name]).trim().toLowerCase() || null : null);
  const [row] = await tx.query<Record<'username' | 'email' | 'employeeId', boolean>>(sql`select
    exists (select from access.find_sign_in(${folded('username')}) n where n.user_id is distinct from ${ownId}::uuid) as username,
    exists (select from access.find_sign_in(${folded('email')}) n where n.user_id is distinct from ${ownId}::uuid) as email,
    exists (select from access."user" u where u.org_id = ${tx.actor.orgId} and lower(u.employee_id) = ${folded('employeeId')} and u.id is distinct from ${ownId}::uuid) as "employeeId"`);
  return Object.entries(row ?? {})
    .filter(([, taken]) => taken)
    .map(([name]) => name);
}

/** Reserves names for a person, for ever. Whoever wins a race for one is told apart from the loser here. */
async function reserve(tx: Tx, userId: string, names: readonly string[]): Promise<void> {
  for (const name of new Set(names.map((n) => n.toLowerCase()))) {
    await tx.query(
      sql`insert into access.sign_in_name (name, org_id, user_id) values (${name}, ${tx.actor.orgId}, ${userId}) on conflict (name) do nothing`,
    );
    const [owner] = await tx.query<{ user_id: string }>(sql`select user_id from access.find_sign_in(${name})`);
    rule(owner?.user_id === userId, coreRules['core.duplicate'], { fields: [name] });
  }
}

function refuseFaulty(values: Values): void {
  const faults = accountFaults(values);
  if (faults.length > 0) refuse(coreRules['core.invalid'], {}, faults);
}

export const userRules = rulesFor<typeof User>(User, {
  create: {
    async guard(tx, values) {
      refuseFaulty(values);
      await refuseTaken(tx, values, null);
    },
    async then(tx, row) {
      await reserve(tx, row.id, [row.username, row.email]);
      await tx.query(
        sql`insert into access.credential (org_id, user_id, must_change) values (${tx.actor.orgId}, ${row.id}, true)`,
      );
      if (row.state === 'PENDING') await sendLink(tx, row, 'invitation');
    },
  },
  edit: {
    async guard(tx, row, changes) {
      refuseFaulty(changes);
      await refuseTaken(tx, changes, row.id);
    },
    async then(tx, row, before) {
      // The address somebody had before stays theirs: nobody else may ever be reached or known under it.
      if (row.email !== before.email) await reserve(tx, row.id, [row.email]);
    },
  },
  deactivate: {
    guard(tx, row) {
      rule(row.id !== tx.actor.userId, accessRules['access.user.yourself']);
    },
    async then(tx, row) {
      await endSessions(tx, row.id, 'deactivated');
      await tx.query(
        sql`update access.invitation set used_at = kernel.now() where org_id = ${tx.actor.orgId} and user_id = ${row.id} and used_at is null`,
      );
      const tasks = await openTasksOf(tx, row.id);
      await tx.emit('access.deactivated', { userId: row.id, openTasks: tasks.map((t) => t.id) });
    },
  },
  reactivate: {
    guard(tx, row) {
      rule(row.id !== tx.actor.userId, accessRules['access.user.yourself']);
    },
  },
});

/** Open tasks of a person, for reassignment when the account ends (USR-08). */
export const openTasksOf = (tx: Tx, userId: string): Promise<Readonly<Record<string, unknown>>[]> =>
  tx.query(sql`select k.id, k.name, k.entity, k.record_id as "recordId", k.record_number as "recordNumber", k.record_title as "recordTitle", k.due_at as "dueAt"
    from tasks.task k where k.org_id = ${tx.actor.orgId} and k.assignee_id = ${userId} and k.state in ('OPEN', 'WAITING') order by k.due_at nulls last, k.id`);
