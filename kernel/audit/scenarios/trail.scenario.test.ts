import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coreRules, recordRefusal, recordsHistory, systemActor, type Tx, transact } from '#kernel/records';
import { AppError } from '#kernel/schema';
import { auditHealth } from '../index.ts';
import { Sample, type Trail, trail } from './trail-fixture.ts';

let t: Trail;
beforeAll(async () => {
  t = await trail();
});
afterAll(() => t.close());

interface Body {
  readonly action: string;
  readonly actorName: string;
  readonly actorType: string;
  readonly job: string | null;
  readonly ip: string | null;
  readonly agent: string | null;
  readonly session: string | null;
  readonly request: string;
  readonly reason: string | null;
  readonly ver: number | null;
  readonly changes: Readonly<Record<string, readonly [unknown, unknown]>> | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}
const eventsOf = (id: string) =>
  t.rows<{ body: Body; text: string; at: string; entry: string | null }>(
    'select body, body::text as text, at, audit.entry_number(epoch, xid, ord) as entry from audit.event where rec_id = $1 order by ord',
    [id],
  );
const count = async () => Number((await t.rows<{ n: string }>('select count(*) as n from audit.event'))[0]?.n);
const run = async (url: string, statement: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
    return 'done';
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
  } finally {
    await client.end();
  }
};
const partition = async () =>
  (await t.rows<{ name: string }>(`select tableoid::regclass::text as name from audit.event limit 1`))[0]?.name ?? '';

describe('what is written', () => {
  test('AT-01 an event has the old and new value of every changed field and no unchanged one', async () => {
    const row = await t.sample('Batch 7', { amount: 12, ratio: '1.10', takenAt: '2026-03-04T05:06:07.123456Z' });
    const next = await t.update(row, { amount: 13, ratio: '1.20', title: 'Batch 7' });
    await t.update(next, { amount: null, remarks: 'x'.repeat(9000) });
    const [created, changed, cleared] = await eventsOf(row.id);
    expect(created?.body).toMatchObject({ action: 'CREATE', ver: 1, actorName: 'Ada Owen', ip: '192.0.2.7', agent: 'probe/1' });
    expect(created?.body.changes).toMatchObject({
      title: [null, 'Batch 7'],
      amount: [null, '12'],
      ratio: [null, '1.10'],
      state: [null, 'DRAFT'],
    });
    expect(created?.body.changes).not.toHaveProperty('remarks');
    expect(changed?.body).toMatchObject({ action: 'UPDATE', ver: 2, changes: { amount: ['12', '13'], ratio: ['1.10', '1.20'] } });
    expect(Object.keys(changed?.body.changes ?? {})).toEqual(['amount', 'ratio']);
    expect(cleared?.body.changes).toMatchObject({ amount: ['13', null], remarks: [null, { length: 9002 }] });
  });

  test('AT-01 a transition is one event with its name', async () => {
    const row = await t.sample('To release');
    await t.as((tx) => tx.transition(Sample, row, 'release'));
    const [, released] = await eventsOf(row.id);
    expect(released?.body).toMatchObject({ transition: 'release', changes: { state: ['DRAFT', 'RELEASED'] } });
  });

  test('AT-04 a rolled-back change leaves no event', async () => {
    const before = await count();
    const failing = t.as(async (tx) => {
      await tx.create(Sample, { title: 'never' });
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await count()).toBe(before);
    expect(await t.rows(`select 1 from probe.sample where title = 'never'`)).toEqual([]);
  });

  test('AT-05 without its event a change is refused with 503, nothing is written, and health is red', async () => {
    const row = await t.sample('Blocked', { amount: 1 });
    expect((await auditHealth(t.kernel)).details.writable).toBe(true);
    await t.rows('alter table audit.event add constraint blocked check (false) not valid');
    try {
      const refused = await t.update(row, { amount: 2 }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(AppError);
      expect(refused).toMatchObject({ status: 503, rule: { id: 'core.audit-unavailable' } });
      const denial = recordRefusal(t.kernel, t.person('Bob'), 'r-1', new AppError(coreRules['core.forbidden']), {
        module: 'probe',
        entity: 'probe.sample',
      });
      await expect(denial).rejects.toMatchObject({ status: 503 });
      expect(await auditHealth(t.kernel)).toMatchObject({ status: 'unhealthy', details: { writable: false } });
    } finally {
      await t.rows('alter table audit.event drop constraint blocked');
    }
    expect(await t.rows('select amount::int, version from probe.sample where id = $1', [row.id])).toEqual([
      { amount: 1, version: 1 },
    ]);
    expect(await auditHealth(t.kernel)).toMatchObject({ details: { writable: true } });
  });

  test('AT-06 secrets never stand in an event, and readers without the right see less', async () => {
    const row = await t.sample('Safe', { accessCode: 'hunter-hunter-2', supplierPrice: '12.40' });
    await t.update(row, { accessCode: 'swordfish-9' });
    const events = await eventsOf(row.id);
    expect(events.map((e) => e.body.changes?.access_code)).toEqual([
      [null, '•••'],
      ['•••', '•••'],
    ]);
    expect(events.map((e) => e.text).join()).not.toMatch(/hunter|swordfish/);
    const shown = async (tx: Tx) => (await recordsHistory(tx, Sample, await tx.get(Sample, row.id))).items.at(-1)?.changes ?? {};
    const seen = await t.as(shown);
    expect(Object.keys(seen)).not.toContain('accessCode');
    expect(Object.keys(seen)).not.toContain('supplierPrice');
    const buyer = t.person('Bea', ['probe.sample.read', 'probe.price.read']);
    expect(await t.as(shown, {}, buyer)).toMatchObject({ supplierPrice: [null, '12.40'] });
  });

  test('AT-08 a refused access is an event with address and program', async () => {
    const intruder = { ...t.person('Ivo'), ip: '203.0.113.9', userAgent: 'curl/8' };
    await recordRefusal(
      t.kernel,
      intruder,
      'req-77',
      new AppError(coreRules['core.forbidden'], { permission: 'probe.sample.release' }),
      { module: 'probe', entity: 'probe.sample', id: 'x-8' },
    );
    const [denied] = await eventsOf('x-8');
    expect(denied?.body).toMatchObject({
      action: 'ACCESS_DENIED',
      actorName: 'Ivo',
      ip: '203.0.113.9',
      agent: 'curl/8',
      request: 'req-77',
      detail: { rule: 'core.forbidden', status: 403 },
    });
  });

  test('AT-09 what a job changes carries SYSTEM and the run', async () => {
    const job = systemActor(t.org, 'job:probe.sweep', 'UTC', 'run-4711');
    const row = await transact(t.kernel, job, (tx) => tx.create(Sample, { title: 'By night' }), { reason: 'nightly sweep' });
    const [created] = await eventsOf(row.id);
    expect(created?.body).toMatchObject({
      actorType: 'SYSTEM',
      actorName: 'job:probe.sweep',
      job: 'run-4711',
      reason: 'nightly sweep',
    });
  });

  test('AT-10 times come from the database and grow with the versions; entry numbers have no gap', async () => {
    const row = await t.sample('Timed', { takenAt: '2001-01-01T00:00:00Z' });
    let last = row;
    for (let i = 0; i < 20; i++) last = await t.update(last, { amount: i });
    await t.seal();
    const events = await eventsOf(row.id);
    const times = events.map((e) => new Date(e.at).getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.abs(Date.now() - (times[0] ?? 0))).toBeLessThan(60_000);
    const all = await t.rows<{ entry: string }>(
      'select audit.entry_number(epoch, xid, ord) as entry from audit.event order by xid, ord',
    );
    expect(all.map((e) => Number(e.entry))).toEqual(all.map((_, i) => i));
    const stamps = await t.rows<{ sorted: boolean }>(
      'select bool_and(at >= before) as sorted from (select at, lag(at) over (order by size) as before from audit.checkpoint) k where before is not null',
    );
    expect(stamps[0]?.sorted ?? true).toBe(true);
  });

  test('AT-10 a time sent by a caller is not taken', async () => {
    const forged = t.as((tx) => tx.create(Sample, { title: 'Backdated', createdAt: '1999-01-01T00:00:00Z' }));
    const row = await forged.catch(() => undefined);
    const [event] = row ? await eventsOf(row.id) : [];
    // Refused or ignored: either way nothing says 1999.
    expect(await t.rows(`select 1 from audit.event where body::text like '%1999-01-01%' or at < '2020-01-01'`)).toEqual([]);
    expect(event === undefined || new Date(event.at).getFullYear() >= 2020).toBe(true);
  });

  test('AT-13 five hundred imported rows are five hundred events of one request', async () => {
    await t.as(
      async (tx) => {
        for (let i = 0; i < 500; i++) await tx.create(Sample, { title: `Row ${i}` });
      },
      { requestId: 'import-1' },
    );
    const events = await t.rows<{ n: number; records: number }>(
      `select count(*) as n, count(distinct rec_id) as records from audit.event where body ->> 'request' = 'import-1'`,
    );
    expect(events).toEqual([{ n: 500, records: 500 }]);
  });

  test('AT-13 one statement over many rows is one event each, chained to the version before', async () => {
    const made = await t.rows<{ id: string }>(`select id from probe.sample where title like 'Row %' order by id limit 5`);
    const client = new pg.Client({ connectionString: t.urls.app });
    await client.connect();
    await client.query('begin');
    await client.query(`select set_config('app.org_id', $1, true), set_config('app.ctx', $2, true)`, [
      t.org,
      JSON.stringify({ actor: t.org, name: 'Raw', type: 'SYSTEM', reason: 'bulk correction' }),
    ]);
    await client.query('update probe.sample set amount = 1, version = version + 1 where id = any($1)', [made.map((m) => m.id)]);
    await client.query('commit');
    await client.end();
    for (const { id } of made) expect((await eventsOf(id)).map((e) => e.body.ver)).toEqual([1, 2]);
    await t.seal();
    expect((await t.verify()).faults).toEqual([]);
  });
});

describe('what nobody can do', () => {
  test('AT-02 the application cannot touch the trail, its owner is refused by trigger', async () => {
    await t.sample('Sealed for good');
    const name = await partition();
    for (const [table, column] of [
      ['audit.event', 'epoch'],
      [name, 'epoch'],
      ['audit.batch', 'epoch'],
      ['audit.checkpoint', 'epoch'],
      ['audit.head', 'rec_ver'],
      ['audit.cursor', 'epoch'],
    ])
      for (const statement of [
        `update ${table} set ${column} = 2`,
        `delete from ${table}`,
        `truncate ${table}`,
        `select from ${table}`,
      ])
        expect(await run(t.urls.app, statement), `${statement} as application`).toBe('42501');
    await t.seal();
    for (const table of ['audit.event', name, 'audit.batch', 'audit.checkpoint'])
      for (const statement of [`update ${table} set epoch = 2`, `delete from ${table}`, `truncate ${table}`])
        expect(await run(t.urls.owner, statement), `${statement} as owner`).toBe('PL003');
    for (const statement of [
      'delete from probe.sample',
      'truncate probe.sample',
      'delete from probe.sample_history',
      'truncate probe.sample_history',
      'update probe.sample_history set version = 9',
    ])
      expect(await run(t.urls.owner, statement), `${statement} as owner`).toBe('PL003');
  });

  test('AT-02 the sealer and the verifier cannot change events either', async () => {
    for (const url of [t.urls.sealer, t.urls.verifier, t.urls.worker])
      for (const statement of [
        'update audit.event set epoch = 2',
        'delete from audit.event',
        'insert into audit.event select * from audit.event',
      ])
        expect(await run(url, statement)).toBe('42501');
  });

  test('AT-07 no setting of the application switches the trail off', async () => {
    for (const statement of [
      'alter table probe.sample disable trigger a_update',
      'alter table audit.event disable trigger all',
      'drop trigger a_insert on probe.sample',
      `set session_replication_role = 'replica'`,
      'set role plumbline_owner',
      'create or replace function audit.on_insert() returns trigger language plpgsql as $$ begin return null; end $$',
    ])
      expect(await run(t.urls.app, statement), statement).toBe('42501');
    const keys = await t.rows<{ n: string }>(
      `select count(*) as n from settings.setting where key ilike '%audit%' and value::text = 'false'`,
    );
    expect(Number(keys[0]?.n)).toBe(0);
  });

  test('AT-07 the triggers fire even where a superuser declares the session a replica', async () => {
    const before = await count();
    const id = '0197aaaa-0000-7000-8000-0000000000aa';
    await t.rows(
      `begin; set local session_replication_role = 'replica'; select set_config('app.ctx', '{"actor":"${t.org}","name":"Root","type":"USER"}', true);
       insert into probe.sample (org_id, id, number, state, title, created_by, updated_by) values ('${t.org}', '${id}', 'SMP-R', 'DRAFT', 'By replica', '${t.org}', '${t.org}'); commit`,
    );
    expect(await count()).toBe(before + 1);
    expect((await eventsOf(id))[0]?.body).toMatchObject({ action: 'CREATE', actorName: 'Root' });
  });

  test('AT-01 a write without an actor fails, whoever makes it', async () => {
    const insert = `insert into probe.sample (org_id, number, state, title, created_by, updated_by) values ('${t.org}', 'SMP-X', 'DRAFT', 'x', '${t.org}', '${t.org}')`;
    expect(await run(t.urls.owner, insert)).toBe('PL001');
    expect(await run(t.urls.app, `set app.org_id = '${t.org}'; ${insert}`)).toBe('PL001');
  });

  test('AT-12 events of a record past its retention, or under legal hold, cannot be purged', async () => {
    const row = await t.sample('Old');
    await t.tamper(
      `update probe.sample set retention_until = '2001-01-01', legal_hold = true where id = '${row.id}'`,
      'probe.sample',
    );
    const name = await partition();
    for (const url of [t.urls.app, t.urls.worker])
      for (const statement of [
        `delete from audit.event where rec_id = '${row.id}'`,
        `drop table ${name}`,
        `alter table audit.event detach partition ${name}`,
      ])
        expect(await run(url, statement), statement).toBe('42501');
    expect(await run(t.urls.owner, `delete from audit.event where rec_id = '${row.id}'`)).toBe('PL003');
    expect(
      await t.rows(
        `select proname from pg_proc where pronamespace = 'audit'::regnamespace and (proname ~ 'purge|delete|erase' or prosrc ~* 'delete from audit\\.event|drop table')`,
      ),
    ).toEqual([]);
    expect(await eventsOf(row.id)).toHaveLength(1);
  });
});
