import type { FastifyInstance } from 'fastify';
import { sql } from '#kernel/db';
import { actorOf, routeOf } from '#kernel/http';
import {
  findRows,
  type Kernel,
  masked,
  type Row,
  readable,
  referencesOf,
  statementsOf,
  type Tx,
  transact,
} from '#kernel/records';
import type { AnyRecord, StateSpec, TransitionSpec } from '#kernel/schema';
import { tasksOfRecord } from './commands.ts';
import { Delegation, Task } from './records/task.ts';

/** Which transitions complete the task, so that the inbox can say "Review" or "Approve" and whether it is signed. */
function verbsOf(record: AnyRecord | undefined, kind: string): { name: string; signed: boolean }[] {
  return Object.entries((record?.transitions ?? {}) as Record<string, TransitionSpec>)
    .filter(([, t]) => t.completes === kind && t.outcome === 'approve')
    .map(([name, t]) => ({ name, signed: t.sign !== undefined }));
}

/** My own unfinished records, with their state and next step. */
async function myRecords(tx: Tx, limit: number): Promise<Readonly<Record<string, unknown>>[]> {
  const out: Readonly<Record<string, unknown>>[] = [];
  for (const record of tx.registry.records.values()) {
    const open = Object.entries((record.states ?? {}) as Record<string, StateSpec>)
      .filter(([, s]) => ['writing', 'waiting', 'doing', 'attention', 'scheduled'].includes(s.family))
      .map(([n]) => n);
    if (
      record.internal ||
      record.module === 'access' ||
      !record.number ||
      open.length === 0 ||
      !tx.actor.grants.has(`${record.id}.read`)
    )
      continue;
    const owners = Object.entries(record.fields as Record<string, { isOwner?: boolean }>)
      .filter(([, f]) => f.isOwner)
      .map(([n]) => statementsOf(record).columns.get(n) ?? n);
    const mine = sql.join(
      [...owners, 'created_by'].map((c) => sql`t.${sql.id(c)} = ${tx.actor.userId}`),
      sql` or `,
    );
    for (const row of await findRows(
      tx,
      record,
      sql`t.state = any(${open}) and (${mine}) and ${readable(tx.actor, record)}`,
      sql`order by t.updated_at desc limit ${limit}`,
    )) {
      const m = masked(tx, record, row as Record<string, unknown>);
      out.push({
        entity: record.id,
        id: row.id,
        number: row.number,
        title: m[record.title],
        state: row.state,
        updatedAt: row.updatedAt,
      });
    }
  }
  return out.sort((a, b) => String(b.updatedAt).localeCompare(String(a.updatedAt))).slice(0, limit);
}

/** Inbox and the tasks of one record (spec 1.8). */
export function taskRoutes(app: FastifyInstance, kernel: Kernel): void {
  const shown = (t: Row<typeof Task>) => {
    const record = kernel.registry.records.get(t.entity);
    return { ...t, module: record?.module ?? '', route: record?.route ?? '', verbs: verbsOf(record, t.kind) };
  };
  app.get(
    '/api/v1/tasks',
    { schema: { tags: ['Tasks'], summary: 'What waits for me: mine, delegated to me, or my team’s' } },
    async (request) => {
      const { of = 'mine' } = request.query as { of?: 'mine' | 'delegated' | 'team' };
      return transact(kernel, actorOf(request), async (tx) => {
        const me = tx.actor.userId;
        const delegated = sql`t.assignee_id in (select d.from_id from tasks.delegation d where d.org_id = ${tx.actor.orgId} and d.to_id = ${me} and d.state = 'ACTIVE' and d.valid_from <= kernel.now() and d.valid_until > kernel.now())`;
        const team = sql`t.assignee_id in (select u.id from access."user" u where u.org_id = ${tx.actor.orgId} and u.manager_id = ${me})`;
        const who = of === 'delegated' ? delegated : of === 'team' ? team : sql`t.assignee_id = ${me}`;
        const items = await findRows(
          tx,
          Task,
          sql`t.state = 'OPEN' and ${who}`,
          sql`order by t.due_at nulls last, t.created_at limit 200`,
        );
        const counts = await tx.query<{
          mine: number;
          delegated: number;
          team: number;
        }>(sql`select count(*) filter (where t.assignee_id = ${me}) as mine, count(*) filter (where ${delegated}) as delegated, count(*) filter (where ${team}) as team
        from tasks.task t where t.org_id = ${tx.actor.orgId} and t.state = 'OPEN'`);
        return {
          items: items.map(shown),
          counts: counts[0],
          refs: await referencesOf(tx, Task, items as Row[]),
          myRecords: of === 'mine' ? await myRecords(tx, 20) : [],
        };
      });
    },
  );
  app.get('/api/v1/tasks/:id', { schema: { tags: ['Tasks'], summary: 'One task' } }, async (request) =>
    transact(kernel, actorOf(request), async (tx) => {
      const task = (await tx.get(Task, (request.params as { id: string }).id)) as Row<typeof Task>;
      return { data: shown(task), refs: await referencesOf(tx, Task, [task as Row]) };
    }),
  );
  app.get(
    '/api/v1/delegations',
    { schema: { tags: ['Tasks'], summary: 'My delegations, given and received' } },
    async (request) =>
      transact(kernel, actorOf(request), async (tx) => {
        const items = await findRows(
          tx,
          Delegation,
          sql`(t.from_id = ${tx.actor.userId} or t.to_id = ${tx.actor.userId})`,
          sql`order by t.created_at desc limit 100`,
        );
        return { items, refs: await referencesOf(tx, Delegation, items as Row[]) };
      }),
  );
  for (const record of kernel.registry.records.values())
    if (!record.internal)
      app.get(
        `${routeOf(record)}/:id/tasks`,
        {
          config: { permission: `${record.id}.read` },
          schema: { tags: [record.plural.en], summary: 'Tasks of the record, for its timeline (WF-08)' },
        },
        async (request) =>
          transact(kernel, actorOf(request), async (tx) => {
            const row = await tx.get(record, (request.params as { id: string }).id);
            const items = await tasksOfRecord(tx, record.id, row.id);
            return { items: items.map(shown), refs: await referencesOf(tx, Task, items as Row[]) };
          }),
      );
}
