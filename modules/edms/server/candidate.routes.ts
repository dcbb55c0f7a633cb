import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { actorOf, type RoutePlugin } from '#kernel/http';
import { coreRules, parseInput, type Tx, transact } from '#kernel/records';
import { type Ability, AppError, type Row, refuse, rule, textOf } from '#kernel/schema';
import { checkAssignee, stepsOf, taskRules } from '#kernel/tasks';
import { Document } from '../records/document.ts';
import { Obsoletion } from '../records/relations.ts';
import { Version } from '../records/version.ts';

/** People looked at for one choice; whoever is not among them is found by name. */
const SHOWN = 40;
const query = z.object({ q: z.string().max(100).optional() });
const stages = z.object({ stage: z.enum(['review', 'approval']), q: z.string().max(100).optional() });

interface Person extends Readonly<Record<string, unknown>> {
  readonly id: string;
  readonly name: string;
  readonly jobTitle: string | null;
  readonly department: string | null;
}
const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string };
  rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
  return id;
};

/** Active people by name; without a name those who hold a role that speaks of documents. */
const peopleFor = (tx: Tx, words: string): Promise<Person[]> =>
  tx.query<Person>(sql`
    select u.id, u.name, u.job_title as "jobTitle", d.name as department from access."user" u
    left join access.department d on d.org_id = u.org_id and d.id = u.department_id
    where u.org_id = ${tx.actor.orgId} and u.state = 'ACTIVE' and ${
      words === ''
        ? sql`exists (select 1 from access.role_assignment a join access.role r on r.org_id = a.org_id and r.id = a.role_id
            where a.org_id = u.org_id and a.user_id = u.id and a.state = 'ACTIVE' and r.state = 'ACTIVE'
              and exists (select 1 from jsonb_array_elements(r.grants) g where g ->> 'module' = 'edms' and g ->> 'level' <> 'read'))`
        : sql`position(lower(${words}) in lower(u.name || ' ' || u.username || ' ' || coalesce(u.job_title, ''))) > 0`
    } order by u.name limit ${SHOWN}`);

/** Each person with whether the task may be given to them, the fit ones first. */
async function judged(tx: Tx, people: readonly Person[], check: (personId: string) => Promise<void>) {
  const items: (Person & { readonly fit: Ability })[] = [];
  for (const person of people) {
    const fit = await check(person.id).then(
      (): Ability => ({ ok: true }),
      (error: unknown): Ability => {
        if (!(error instanceof AppError)) throw error;
        return { ok: false, rule: error.rule.id, why: error.detail(tx.actor.language) };
      },
    );
    items.push({ ...person, fit });
  }
  return items.sort((a, b) => Number(b.fit.ok) - Number(a.fit.ok));
}

/** May approve obsolescence of a document, and does not ask for it. */
async function checkApprover(tx: Tx, personId: string): Promise<void> {
  const person = await tx.ports.people.nameOf(tx, personId);
  if (personId === tx.actor.userId)
    refuse(coreRules['sod.same-person'], {
      sod: 'SOD-1',
      person,
      as: textOf(Obsoletion.fields.requesterId.label, tx.actor.language).toLowerCase(),
      action: textOf(Obsoletion.transitions.approve.label, tx.actor.language).toLowerCase(),
    });
  const permission = 'edms.obsoletion.approve';
  rule(await tx.ports.people.mayAct(tx, personId, permission), taskRules['tasks.assignee-unfit'], { person, permission });
}

/** Who may be named as reviewer or approver: everybody the reader would look for, the unfit ones with the reason. */
export const candidateRoutes: RoutePlugin = (app, kernel) => {
  const schema = (summary: string, record: typeof Version | typeof Document) => ({
    config: { permission: `${record.id}.read` },
    schema: { tags: ['Documents'], summary },
  });
  app.get(
    '/api/v1/edms/versions/:id/candidates',
    schema('Who may review or approve a version, and the steps that ask for somebody', Version),
    (request) => {
      const { stage, q = '' } = parseInput(stages, request.query);
      return transact(
        kernel,
        actorOf(request),
        async (tx) => {
          const row = (await tx.get(Version, idOf(request))) as Row;
          const steps = await stepsOf(tx, Version, row, stage);
          const items = await judged(tx, await peopleFor(tx, q.trim()), (id) => checkAssignee(tx, Version, row, stage, id));
          return {
            steps: steps.map(({ order, name, mode, dueDays }) => ({ order, name, mode, dueDays: dueDays ?? null })),
            items,
          };
        },
        { requestId: request.id },
      );
    },
  );
  app.get(
    '/api/v1/edms/documents/:id/candidates',
    schema('Who may approve the obsolescence of a document', Document),
    (request) => {
      const { q = '' } = parseInput(query, request.query);
      return transact(
        kernel,
        actorOf(request),
        async (tx) => {
          await tx.get(Document, idOf(request));
          return { steps: [], items: await judged(tx, await peopleFor(tx, q.trim()), (id) => checkApprover(tx, id)) };
        },
        { requestId: request.id },
      );
    },
  );
};
