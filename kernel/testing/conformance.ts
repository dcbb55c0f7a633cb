import { describe, expect, test } from 'vitest';
import { sql } from '#kernel/db';
import { routeOf } from '#kernel/http';
import { lockRow, type Scope, separationsOf, systemActor, transact, writeRow } from '#kernel/records';
import {
  type AnyRecord,
  faultsOf,
  type Level,
  levels,
  type Row,
  ruleCatalogue,
  type StateSpec,
  type TransitionSpec,
} from '#kernel/schema';
import type { TestApp } from './app.ts';
import type { RecordAnswer } from './client.ts';
import { sampleRow } from './samples.ts';

interface Options {
  readonly app: () => TestApp;
  /** People of every role concerned; each is signed in for real. */
  readonly personas: readonly string[];
  /** Only records of this module. */
  readonly module: string;
}
interface Me {
  readonly data: { readonly user: { readonly id: string }; readonly scopes: Readonly<Record<string, Scope>> };
}
const stateNames = (record: AnyRecord) => Object.keys((record.states ?? {}) as Record<string, StateSpec>);
const transitionsOf = (record: AnyRecord) =>
  Object.entries(record.transitions as Record<string, TransitionSpec>).filter(([, t]) => t.needs !== 'system');

/** What every module must hold, generated from its definitions (design 12). */
export function conformance(options: Options): void {
  const all = (): AnyRecord[] => [...options.app().kernel.registry.records.values()].filter((r) => r.module === options.module);
  const shown = () => all().filter((r) => !r.internal);

  describe(`conformance of ${options.module}`, () => {
    test('WF-01 every machine is sound: states reachable, no dead end, approvals signed', () => {
      expect(all().flatMap(faultsOf)).toEqual([]);
    });

    test('P11-10g-1 every permission has a level and every transition a permission that exists', () => {
      const { permissions } = options.app().kernel.registry;
      const missing = all().flatMap((r) =>
        transitionsOf(r)
          .filter(([, t]) => !permissions.has(`${r.id}.${t.needs}`))
          .map(([name]) => `${r.id}.${name}`),
      );
      expect(missing).toEqual([]);
      for (const [, p] of permissions) expect(levels).toContain(p.level as Level);
    });

    test('P11-10d-1 no route but the public ones answers without a session', async () => {
      const open: string[] = [];
      for (const r of shown())
        for (const [method, url] of [
          ['GET', routeOf(r)],
          ['POST', routeOf(r)],
          ['GET', `${routeOf(r)}/00000000-0000-7000-8000-000000000009`],
          ['PATCH', `${routeOf(r)}/00000000-0000-7000-8000-000000000009`],
        ] as const) {
          const answer = await options.app().http.inject({ method, url, ...(method === 'GET' ? {} : { payload: {} }) });
          if (answer.statusCode !== 401) open.push(`${method} ${url} ${answer.statusCode}`);
        }
      expect(open).toEqual([]);
    });

    test('P11-10g-1 route × role: lists and creation answer 403 exactly where the permission is missing', async () => {
      const wrong: string[] = [];
      for (const name of options.personas) {
        const client = await options.app().as(name);
        const { body } = await client.get<Me>('auth/profile');
        for (const r of shown()) {
          const mayRead = `${r.id}.read` in body.data.scopes;
          const list = await client.get(routeOf(r));
          if ((list.status === 200) !== mayRead || (!mayRead && list.status !== 403))
            wrong.push(`${name} GET ${routeOf(r)}: ${list.status}, read ${mayRead}`);
          if (r.commandsOnly) continue;
          const mayCreate = `${r.id}.create` in body.data.scopes;
          const create = await client.post(routeOf(r), {});
          if ((create.status === 403) === mayCreate)
            wrong.push(`${name} POST ${routeOf(r)}: ${create.status}, create ${mayCreate}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    test('P11-10f-1 CORE-04 SOD-10 transition × state × role × prior signer: refused exactly where the definition says', async () => {
      const app = options.app();
      const wrong: string[] = [];
      let cells = 0;
      const system = systemActor(app.orgId, 'test:matrix');
      for (const r of shown()) {
        for (const state of stateNames(r)) {
          const row = await transact(app.kernel, system, (tx) => sampleRow(tx, r, { state }), {
            reason: 'matrix of transitions and roles',
          });
          for (const name of options.personas) {
            const client = await app.as(name);
            const { body: me } = await client.get<Me>('auth/profile');
            const read = await client.get<RecordAnswer>(`${routeOf(r)}/${row.id}`);
            const shownCan = read.status === 200 ? read.body.can : undefined;
            for (const [verb, spec] of transitionsOf(r)) {
              const answer = await client.post<RecordAnswer>(`${routeOf(r)}/${row.id}/${verb}`, {
                reason: 'a reason long enough',
              });
              cells += 1;
              const expected = expectedOf(r, spec, state, me.data, read.status === 200);
              if (!expected.includes(answer.status))
                wrong.push(
                  `${name} ${r.id} ${state} ${verb}: ${answer.status} ${answer.body.rule ?? ''}, expected ${expected.join(' or ')}`,
                );
              // A hidden button and a refusal agree (CORE-10).
              const can = shownCan?.[verb];
              if (can && !can.ok && answer.status < 400)
                wrong.push(`${name} ${r.id} ${state} ${verb}: shown as refused but done`);
              if (can && !can.ok && answer.body.rule !== can.rule)
                wrong.push(`${name} ${r.id} ${state} ${verb}: shown ${can.rule}, refused with ${answer.body.rule}`);
              if (answer.status < 300) await resetState(app, r, row, state);
            }
          }
        }
      }
      expect(wrong).toEqual([]);
      if (shown().some((r) => transitionsOf(r).length > 0)) expect(cells).toBeGreaterThan(0);
    }, 300_000);

    test('SOD-1 SOD-2 SOD-10 the person in a separated field is refused as assignee and as actor, whatever their level', async () => {
      const app = options.app();
      const system = systemActor(app.orgId, 'test:matrix');
      const wrong: string[] = [];
      for (const r of shown())
        for (const [verb, spec] of transitionsOf(r)) {
          if (!spec.completes) continue;
          const fields = separationsOf(r, spec).flatMap((s) => s.fields ?? []);
          const state = spec.from[0];
          if (fields.length === 0 || !state) continue;
          for (const name of options.personas) {
            const client = await app.as(name);
            const { body: me } = await client.get<Me>('auth/profile');
            if (!(`${r.id}.${spec.needs}` in me.data.scopes)) continue;
            const row = await transact(
              app.kernel,
              system,
              async (tx) => {
                const made = await sampleRow(tx, r, { state, ...Object.fromEntries(fields.map((f) => [f, me.data.user.id])) });
                await sampleRow(tx, tx.registry.record('tasks.task'), {
                  entity: r.id,
                  recordId: made.id,
                  kind: spec.completes,
                  assigneeId: me.data.user.id,
                  state: 'OPEN',
                  recordRevision: 1,
                  step: 1,
                });
                return made;
              },
              { reason: 'matrix of separation of duties' },
            );
            const answer = await client.sign<RecordAnswer>(`${routeOf(r)}/${row.id}/${verb}`, { reason: 'a reason long enough' });
            if (answer.status !== 409 || answer.body.code !== 'SOD_CONFLICT')
              wrong.push(`${name} ${r.id} ${verb}: ${answer.status} ${answer.body.rule ?? ''}`);
          }
        }
      expect(wrong).toEqual([]);
    });

    test('P11-10d-2 another organization sees zero rows by list, by id and by SQL', async () => {
      const app = options.app();
      const stranger = {
        ...systemActor('00000000-0000-7000-8000-00000000beef', 'stranger'),
        type: 'USER' as const,
        grants: new Map([...app.kernel.registry.permissions.keys()].map((p) => [p, 'all' as Scope])),
      };
      const leaks: string[] = [];
      for (const r of all()) {
        const table = sql.id(r.module, r.name.replaceAll('-', '_'));
        const seen = await transact(app.kernel, stranger, (tx) =>
          tx.query<{ n: number }>(sql`select count(*) as n from ${table}`),
        );
        if (seen[0]?.n !== 0) leaks.push(`${r.id}: ${seen[0]?.n} rows`);
        const bare = await app.kernel.database.pool.query(
          `select count(*)::int as n from "${r.module}"."${r.name.replaceAll('-', '_')}"`,
        );
        if (bare.rows[0].n !== 0) leaks.push(`${r.id}: ${bare.rows[0].n} rows without an organization`);
      }
      expect(leaks).toEqual([]);
    });

    test('AT-01 P11-10e-1 every write has its audit event and history image, versions without a gap', async () => {
      const app = options.app();
      const system = systemActor(app.orgId, 'test:audit');
      const gaps: string[] = [];
      for (const r of all()) {
        const row = await transact(app.kernel, system, (tx) => sampleRow(tx, r), { reason: 'one more row for the trail' });
        await transact(
          app.kernel,
          system,
          async (tx) => {
            const locked = await lockRow(tx, r, row.id);
            await writeRow(tx, r, locked, { legalHold: true });
          },
          { reason: 'changed once for the trail' },
        );
        const rows = await transact(app.kernel, system, (tx) =>
          tx.query<{ body: { ver: number; action: string; actor: string } }>(
            sql`select body from audit.record_history(${r.id}, ${row.id}, 10, null)`,
          ),
        );
        if (rows.map((e) => e.body.ver).join() !== '2,1') gaps.push(`${r.id}: versions ${rows.map((e) => e.body.ver).join()}`);
        const images = await transact(app.kernel, system, (tx) =>
          tx.query<{ n: number }>(
            sql`select count(*) as n from ${sql.id(r.module, `${r.name.replaceAll('-', '_')}_history`)} where id = ${row.id}`,
          ),
        );
        if (images[0]?.n !== 2) gaps.push(`${r.id}: ${images[0]?.n} history images`);
      }
      expect(gaps).toEqual([]);
    });

    test('P11-10b-4 a reader without write level changes nothing', async () => {
      const client = await options.app().as('insp');
      const done: string[] = [];
      for (const r of shown())
        if (!r.commandsOnly) {
          const answer = await client.post(routeOf(r), {});
          if (answer.status !== 403) done.push(`${r.id}: ${answer.status}`);
        }
      expect(done).toEqual([]);
    });

    test('CORE-08 unknown fields are refused with their path', async () => {
      const app = options.app();
      const accepted: string[] = [];
      for (const name of options.personas) {
        const client = await app.as(name);
        const { body: me } = await client.get<Me>('auth/profile');
        for (const r of shown()) {
          if (r.commandsOnly || !(`${r.id}.create` in me.data.scopes)) continue;
          const answer = await client.post<RecordAnswer>(routeOf(r), { surprise: 1, __proto__: { x: 1 } });
          if (answer.status !== 422 || !answer.body.errors?.some((e) => e.path === 'surprise'))
            accepted.push(`${name} ${r.id}: ${answer.status}`);
        }
      }
      expect(accepted).toEqual([]);
    });

    test('INT-04 the OpenAPI document lists every route of the module', async () => {
      const answer = await options.app().http.inject({ method: 'GET', url: '/api/v1/openapi.json' });
      const paths = Object.keys((answer.json() as { paths: Record<string, unknown> }).paths);
      const missing = shown()
        .flatMap((r) => [routeOf(r), `${routeOf(r)}/{id}`, ...transitionsOf(r).map(([n]) => `${routeOf(r)}/{id}/${n}`)])
        .filter((p) => !paths.includes(p));
      expect(missing).toEqual([]);
    });

    test('every refusal has a text in both languages', () => {
      expect([...ruleCatalogue.values()].filter((r) => !r.en.trim() || !r.fr.trim()).map((r) => r.id)).toEqual([]);
    });
  });
}

/** Statuses the definition allows for this person: computed from the declaration alone, apart from the engine. */
function expectedOf(
  record: AnyRecord,
  spec: TransitionSpec,
  state: string,
  me: { readonly scopes: Readonly<Record<string, Scope>> },
  readable: boolean,
): number[] {
  // Whoever may act in such stages learns that it is not their task; everybody else learns nothing (EDMS-06).
  if (!readable) return spec.completes && `${record.id}.${spec.needs}` in me.scopes && spec.from.includes(state) ? [403] : [404];
  if (!(`${record.id}.${spec.needs}` in me.scopes)) return [403];
  const scope = me.scopes[`${record.id}.${spec.needs}`];
  const reach = scope === 'organization' || scope === 'all' ? [] : [403];
  if (!spec.from.includes(state)) return [409, ...reach];
  // The row was made by a system actor: nobody is named in it and nobody holds its task.
  if (spec.actors || spec.completes) return [403];
  return [...reach, 200, 404, 409, 422, 428, ...(spec.sign ? [403] : [])];
}

async function resetState(app: TestApp, record: AnyRecord, row: Row, state: string): Promise<void> {
  await transact(
    app.kernel,
    systemActor(app.orgId, 'test:matrix'),
    async (tx) => {
      const locked = await lockRow(tx, record, row.id);
      await writeRow(tx, record, locked, { state });
    },
    { reason: 'matrix of transitions and roles' },
  );
}
