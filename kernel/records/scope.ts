import { type Sql, sql } from '#kernel/db';
import { type AnyRecord, columnOf, fieldsOf, type Row } from '#kernel/schema';
import type { Actor, Scope } from './actor.ts';
import { statementsOf } from './statements.ts';
import type { Tx } from './tx.ts';

const ownerFields = (record: AnyRecord) =>
  fieldsOf(record)
    .filter(([, f]) => f.isOwner)
    .map(([name]) => name);

/** Rows a person is involved in whatever their department: created or named as owner, assigned a task, or shared with them. */
function involved(actor: Actor, record: AnyRecord): Sql {
  const owners = [...ownerFields(record).map(columnOf), 'created_by'].map((c) => sql`t.${sql.id(c)} = ${actor.userId}`);
  return sql`(${sql.join(owners, sql` or `)}
    or t.id in (select k.record_id from tasks.task k where k.org_id = ${actor.orgId} and k.entity = ${record.id} and (k.assignee_id = ${actor.userId}
      or k.state = 'OPEN' and k.assignee_id in (select d.from_id from tasks.delegation d where d.org_id = ${actor.orgId} and d.to_id = ${actor.userId}
        and d.state = 'ACTIVE' and d.valid_from <= kernel.now() and d.valid_until > kernel.now())))
    or t.id in (select s.record_id from access.share s where s.org_id = ${actor.orgId} and s.entity = ${record.id} and s.state = 'ACTIVE'
      and (s.user_id = ${actor.userId} or s.role_id in (select a.role_id from access.role_assignment a where a.org_id = ${actor.orgId} and a.user_id = ${actor.userId} and a.state = 'ACTIVE'))
      and (s.expires_at is null or s.expires_at > kernel.now())))`;
}

/**
 * Predicate on alias `t`: exactly the rows this actor may read (CORE-06). False without the permission.
 * @param inAnyState passes over what a state asks of readers; for the engine's own judgement, never for showing rows.
 */
export function readable(actor: Actor, record: AnyRecord, inAnyState = false): Sql {
  const org = sql`t.org_id = ${actor.orgId}`;
  if (actor.type === 'SYSTEM') return org;
  const scope = actor.grants.get(`${record.id}.read`);
  if (!scope) return sql`false`;
  if (scope === 'all') return org;
  const limits: Sql[] = [];
  if (record.scope === 'department') {
    const department = actor.departmentId === null ? sql`false` : sql`t.department_id = ${actor.departmentId}`;
    if (scope === 'department') limits.push(department);
    else if (scope === 'organization') limits.push(sql`(t.confidentiality in ('public', 'internal') or ${department})`);
  }
  if (scope === 'own') limits.push(sql`false`);
  const guarded = Object.entries(record.states ?? {})
    .filter(([, s]) => !inAnyState && s.readNeeds && !actor.grants.has(`${record.id}.${s.readNeeds}`))
    .map(([name]) => name);
  if (guarded.length > 0) limits.push(sql`t.state <> all(${guarded})`);
  if (limits.length === 0) return org;
  return sql`${org} and ((${sql.join(limits, sql` and `)}) or ${involved(actor, record)})`;
}

/** Whether the actor holds the verb for this row: permission and its scope. */
export async function holds(tx: Tx, record: AnyRecord, verb: string, row: Row): Promise<boolean> {
  if (tx.actor.type === 'SYSTEM') return true;
  const scope: Scope | undefined = tx.actor.grants.get(`${record.id}.${verb}`);
  if (!scope) return false;
  if (scope === 'organization' || scope === 'all') return true;
  const values = row as Readonly<Record<string, unknown>>;
  if (row.createdBy === tx.actor.userId || ownerFields(record).some((f) => values[f] === tx.actor.userId)) return true;
  if (scope === 'department' && row.departmentId !== null && row.departmentId === tx.actor.departmentId) return true;
  const s = statementsOf(record);
  const found = await tx.query(
    sql`select 1 as x from ${{ parts: [s.table], values: [] }} t where t.org_id = ${tx.actor.orgId} and t.id = ${row.id} and ${involved(tx.actor, record)}`,
  );
  return found.length > 0;
}
