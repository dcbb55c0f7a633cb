import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from '#kernel/db';
import { actorOf, bodyOf, callOf } from '#kernel/http';
import { coreRules, findRows, type Kernel, performCommand, replayOf, type Tx } from '#kernel/records';
import { type Row, rule } from '#kernel/schema';
import { locksOf } from '../attempts.ts';
import { administers, expand, grantsOfPerson, rolesHeld } from '../grants.ts';
import { type Grant, Role } from '../records/role.ts';
import { User } from '../records/user.ts';
import { ASSIGN_ROLE, assignRole, revokeRole } from '../role.commands.ts';
import { sessionsOf } from '../sessions.ts';
import { WATCH_SECURITY } from '../user.commands.ts';
import { openTasksOf } from '../user.rules.ts';
import { inTx } from './session.routes.ts';

const tag = { tags: ['Users'] };
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const part = (request: FastifyRequest, name: string): string => {
  const value = (request.params as Readonly<Record<string, string>>)[name] ?? '';
  rule(uuid.test(value), coreRules['core.not-found']);
  return value;
};
/** The person asked about: oneself, or anybody for who holds one of these permissions. */
async function personOf(tx: Tx, id: string, permissions: readonly string[]): Promise<Row<typeof User>> {
  const user = await tx.get(User, id);
  const allowed = id === tx.actor.userId || permissions.some((p) => tx.actor.grants.has(p));
  rule(allowed, coreRules['core.forbidden'], { permission: permissions[0] });
  return user;
}

interface Assignment extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly module: string;
}
/** Roles given to a person, with who gave them, when and why. An administrator of one module sees those of that module (spec 1.9). */
async function assignmentsOf(tx: Tx, userId: string): Promise<Assignment[]> {
  const all =
    await tx.query<Assignment>(sql`select a.id, a.state, a.role_id as "roleId", r.code, r.name, r.module, a.valid_from as "validFrom", a.valid_until as "validUntil",
      a.reason, a.created_at as "assignedAt", a.created_by as "assignedBy", b.name as "assignedByName",
      a.state = 'ACTIVE' and r.state = 'ACTIVE' and (a.valid_from is null or a.valid_from <= kernel.now()) and (a.valid_until is null or a.valid_until > kernel.now()) as "isInForce"
    from access.role_assignment a join access.role r on r.org_id = a.org_id and r.id = a.role_id
    left join access."user" b on b.org_id = a.org_id and b.id = a.created_by
    where a.org_id = ${tx.actor.orgId} and a.user_id = ${userId} order by a.created_at desc, a.id`);
  const { grants } = tx.actor;
  if (userId === tx.actor.userId || grants.has('access.user.administer') || grants.has('access.role-assignment.read')) return all;
  return all.filter((a) => administers(tx.registry, grants, a.module));
}

/** Each permission of a person with its scope and the roles it comes from: the answer to "why can I". */
async function permissionsOf(tx: Tx, userId: string) {
  const held = await rolesHeld(tx, userId);
  const ids = held.map((r) => r.id);
  const roles = await findRows(tx, Role, sql`t.id = any(${ids})`);
  const expansions = roles.map((r) => ({ name: r.name, grants: expand(tx.registry, r.grants as readonly Grant[]) }));
  const grants = await grantsOfPerson(tx, userId);
  return [...grants]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([permission, scope]) => ({
      permission,
      scope,
      roles: expansions.filter((e) => e.grants.has(permission)).map((e) => e.name),
    }));
}

/** Roles, permissions, sessions, locks and open tasks of one person. */
export function peopleRoutes(app: FastifyInstance, kernel: Kernel): void {
  const run = async (
    request: FastifyRequest,
    command: typeof assignRole | typeof revokeRole,
    input: Readonly<Record<string, unknown>>,
    reason: unknown,
  ) => {
    const call = callOf(request);
    const earlier = await replayOf(kernel, actorOf(request), call);
    if (earlier) return { data: earlier.response };
    const body = { input, reason: typeof reason === 'string' ? reason : null };
    return {
      data: await performCommand(kernel, actorOf(request), command as typeof assignRole, part(request, 'id'), body, call),
    };
  };
  app.get('/api/v1/users/:id/roles', { schema: { ...tag, summary: 'Roles of a person' } }, async (request) =>
    inTx(kernel, request, async (tx) => {
      const user = await personOf(tx, part(request, 'id'), [
        'access.user.administer',
        ASSIGN_ROLE,
        'access.role-assignment.read',
      ]);
      return { items: await assignmentsOf(tx, user.id) };
    }),
  );
  app.post(
    '/api/v1/users/:id/roles',
    { config: { permission: ASSIGN_ROLE }, schema: { ...tag, summary: 'Give a role' } },
    async (request, reply) => {
      const { reason, ...input } = bodyOf(request);
      return reply.code(201).send(await run(request, assignRole, input, reason));
    },
  );
  app.post(
    '/api/v1/users/:id/roles/:assignmentId/revoke',
    { config: { permission: ASSIGN_ROLE }, schema: { ...tag, summary: 'Take a role back' } },
    async (request) => run(request, revokeRole, { assignmentId: part(request, 'assignmentId') }, bodyOf(request).reason),
  );

  app.get(
    '/api/v1/users/:id/permissions',
    { schema: { ...tag, summary: 'What a person may do, and by which roles' } },
    async (request) =>
      inTx(kernel, request, async (tx) => {
        const user = await personOf(tx, part(request, 'id'), ['access.user.administer', 'access.role-assignment.read']);
        return { items: await permissionsOf(tx, user.id) };
      }),
  );
  app.get('/api/v1/users/:id/sessions', { schema: { ...tag, summary: 'Open sessions and locks of a person' } }, async (request) =>
    inTx(kernel, request, async (tx) => {
      const user = await personOf(tx, part(request, 'id'), ['access.user.administer', WATCH_SECURITY]);
      return { items: await sessionsOf(tx, user.id), locks: await locksOf(tx, user.id) };
    }),
  );
  app.get(
    '/api/v1/users/:id/open-tasks',
    { schema: { ...tag, summary: 'Tasks to reassign when a person leaves' } },
    async (request) =>
      inTx(kernel, request, async (tx) => {
        const user = await personOf(tx, part(request, 'id'), ['access.user.administer']);
        return { items: await openTasksOf(tx, user.id) };
      }),
  );
}
