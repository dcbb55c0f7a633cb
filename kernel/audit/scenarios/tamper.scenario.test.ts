import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FaultKind } from '../index.ts';
import { type SampleRow, type Trail, trail } from './trail-fixture.ts';

let t: Trail;
let target: SampleRow;
/** Three samples, the second with three versions, sealed in two batches of five and two entries. */
async function history(): Promise<void> {
  t = await trail();
  await t.sample('First', { amount: 1, ratio: '0.10' });
  target = await t.update(await t.sample('Second', { amount: 5, remarks: 'as delivered' }), { amount: 6 });
  await t.seal();
  target = await t.update(target, { amount: 7, title: 'Second, relabelled' });
  await t.sample('Third');
  await t.seal();
}

const partition = async () =>
  (await t.rows<{ name: string }>(`select tableoid::regclass::text as name from audit.event limit 1`))[0]?.name ?? '';
const kinds = async (): Promise<FaultKind[]> => {
  const { faults } = await t.verify();
  return [...new Set(faults.map((f) => f.kind))];
};
const entryOf = async (version: number) =>
  (
    await t.rows<{ entry: string; ord: string; xid: string }>(
      `select audit.entry_number(epoch, xid, ord) as entry, ord, xid::text as xid from audit.event where rec_id = $1 and rec_ver = $2`,
      [target.id, version],
    )
  )[0];

describe('AT-03 what somebody with every privilege of the database does is found and named', () => {
  beforeAll(async () => {
    await history();
    await t.remember();
  });
  afterEach(() => t.restore());
  afterAll(() => t.close());

  test('AT-03 negative control: an untouched trail has no fault', async () => {
    const result = await t.verify();
    expect(result.faults).toEqual([]);
    expect(result.ok).toBe(true);
    expect(result.checked).toMatchObject({
      epochs: 1,
      events: 7,
      unsealed: 0,
      batches: 2,
      checkpoints: 2,
      published: 7,
      historyRows: 7,
    });
    expect(result.checked.rows).toBe(5);
    expect(result.checked.triggers).toBeGreaterThan(50);
    expect(result.checked.functions).toBeGreaterThan(8);
    const [kept] = await t.rows<{ ok: boolean }>('select ok from audit.verification order by at desc limit 1');
    expect(kept?.ok).toBe(true);
  });

  test('AT-03 an old value in an event body', async () => {
    const at = await entryOf(2);
    await t.tamper(
      `update audit.event set body = replace(body::text, '"amount" : ["5", "6"]', '"amount" : ["5", "9"]')::json where rec_id = '${target.id}' and rec_ver = 2`,
      await partition(),
    );
    const { faults, ok } = await t.verify();
    expect(ok).toBe(false);
    expect(faults[0]).toMatchObject({
      kind: 'event-altered',
      epoch: 1,
      index: Number(at?.entry),
      entity: 'probe.sample',
      recordId: target.id,
      number: target.number,
      version: 2,
      field: 'amount',
    });
  });

  test('AT-03 the actor of an event', async () => {
    await t.tamper(
      `update audit.event set body = replace(body::text, 'Ada Owen', 'Eve Owen')::json where rec_id = '${target.id}' and rec_ver = 2`,
      await partition(),
    );
    expect((await t.verify()).faults[0]).toMatchObject({ kind: 'event-altered', recordId: target.id, version: 2, field: 'body' });
  });

  test('AT-03 white space in a body', async () => {
    await t.tamper(
      `update audit.event set body = (body::text || ' ')::json where rec_id = '${target.id}' and rec_ver = 3`,
      await partition(),
    );
    expect((await t.verify()).faults[0]).toMatchObject({ kind: 'event-altered', recordId: target.id, version: 3 });
  });

  test.for([
    ['org_id', `org_id = '11111111-1111-7111-8111-111111111111'`],
    ['rec_ver', 'rec_ver = 12'],
    // An order number that keeps the order: nothing changes places.
    ['ord', 'ord = ord * 1000'],
    ['at', `at = at + interval '1 second'`],
    ['action', `action = 'VIEW'`],
    ['actor_id', `actor_id = '11111111-1111-7111-8111-111111111111'`],
    ['rec_number', `rec_number = 'SMP-9999'`],
    ['entity', `entity = 'probe.other'`],
    ['rec_id', `rec_id = 'other'`],
    ['module', `module = 'other'`],
  ] as const)('AT-03 the projected column %s', async ([column, change]) => {
    const at = await entryOf(3);
    const which = column === 'ord' ? `ord >= ${at?.ord}` : `xid = '${at?.xid}' and ord = ${at?.ord}`;
    await t.tamper(`update audit.event set ${change} where ${which}`, await partition());
    const { faults } = await t.verify();
    expect(faults.find((f) => f.kind === 'column-differs')).toMatchObject({ field: column, index: Number(at?.entry) });
  });

  test('AT-03 a deleted event', async () => {
    const at = await entryOf(2);
    await t.tamper(`delete from audit.event where rec_id = '${target.id}' and rec_ver = 2`, await partition());
    const { faults } = await t.verify();
    expect(faults[0]).toMatchObject({ kind: 'event-missing', index: Number(at?.entry) });
    expect(faults.find((f) => f.kind === 'version-gap')).toMatchObject({ recordId: target.id, version: 3 });
    expect(faults.find((f) => f.kind === 'history-unknown')).toMatchObject({ recordId: target.id, version: 2 });
  });

  test('AT-03 two events that changed places', async () => {
    await t.tamper(
      `update audit.event e set body = o.body from audit.event o where e.rec_id = '${target.id}' and o.rec_id = e.rec_id and (e.rec_ver, o.rec_ver) in ((1, 2), (2, 1))`,
      await partition(),
    );
    const { faults } = await t.verify();
    expect(faults.filter((f) => f.kind === 'event-moved').map((f) => f.version)).toEqual([1, 2]);
  });

  test('AT-03 a forged event among sealed ones, invented or copied', async () => {
    await t.tamper(
      `insert into audit.event select epoch, xid, ord + 1000000, at, org_id, action, module, entity, 'forged', null, null, actor_id, body from audit.event where rec_id = '${target.id}' and rec_ver = 1`,
    );
    const { faults } = await t.verify();
    expect(faults.filter((f) => f.kind === 'event-forged')).toMatchObject([{ recordId: 'forged', entity: 'probe.sample' }]);
    await t.tamper(
      `insert into audit.event select epoch, xid, ord + 2000000, at, org_id, action, module, entity, 'invented', null, null, actor_id, '{"v":1}' from audit.event where rec_id = '${target.id}' and rec_ver = 1`,
    );
    expect((await t.verify()).faults.filter((f) => f.kind === 'event-forged').map((f) => f.recordId)).toEqual([
      'forged',
      'invented',
    ]);
  });

  test('AT-03 the end of the log cut off, batches, checkpoints and cursor included', async () => {
    await t.tamper(
      `delete from audit.event where (xid, ord) > (select last_xid, last_ord from audit.batch order by first_index limit 1)`,
      await partition(),
    );
    await t.tamper(`delete from audit.checkpoint where size = (select max(size) from audit.checkpoint)`, 'audit.checkpoint');
    await t.tamper(
      `update audit.cursor c set last_xid = b.last_xid, last_ord = b.last_ord, size = k.size,
         frontier = (select frontier from audit.cursor) from audit.batch b, audit.checkpoint k where b.first_index = 0 and k.size = b.count`,
    );
    await t.tamper(`delete from audit.batch where first_index > 0`, 'audit.batch');
    const { faults } = await t.verify();
    expect(faults.find((f) => f.kind === 'log-truncated')).toMatchObject({
      epoch: 1,
      index: 5,
      detail: expect.stringContaining('7 entries, the database 5'),
    });
  });

  test('AT-03 a changed checkpoint note', async () => {
    await t.tamper(`update audit.checkpoint set note = replace(note, E'\\n7\\n', E'\\n8\\n') where size = 7`, 'audit.checkpoint');
    expect((await t.verify()).faults).toMatchObject([{ kind: 'note-invalid', index: 6, field: 'note' }]);
  });

  test('AT-03 changed leaf hashes, whether the event was changed with them or not', async () => {
    await t.tamper(
      `update audit.batch set leaf_hashes = overlay(leaf_hashes placing '\\x00'::bytea from 40) where first_index = 0`,
      'audit.batch',
    );
    expect((await t.verify()).faults[0]).toMatchObject({ kind: 'batch-altered', index: 0 });
    await t.tamper(
      `update audit.event set body = replace(body::text, 'Ada Owen', 'Eve Owen')::json where rec_id = '${target.id}' and rec_ver = 3`,
      await partition(),
    );
    await t.tamper(
      `update audit.batch set leaf_hashes = (select string_agg(sha256('\\x00'::bytea || convert_to(body::text, 'UTF8')), ''::bytea order by xid, ord) from audit.event
         where (xid, ord) > (select last_xid, last_ord from audit.batch where first_index = 0)) where first_index > 0`,
      'audit.batch',
    );
    const found = await kinds();
    expect(found).toContain('root-differs');
    expect(found).toContain('tile-differs');
  });

  test('AT-03 everything wiped, the database made to look new', async () => {
    for (const table of ['event', 'head', 'batch', 'checkpoint', 'cursor'])
      await t.tamper(`truncate audit.${table}`, ...(table === 'event' ? [] : [`audit.${table}`])).catch(async () => {
        for (const { name } of await t.rows<{ name: string }>(
          `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'audit.event'::regclass`,
        ))
          await t.rows(
            `alter table ${name} disable trigger user; truncate ${name}; alter table ${name} enable always trigger z_refuse; alter table ${name} enable always trigger z_refuse_truncate`,
          );
      });
    const { faults } = await t.verify();
    expect(faults.find((f) => f.kind === 'log-truncated')).toMatchObject({ index: 0 });
    expect(faults.filter((f) => f.kind === 'row-unknown')).toHaveLength(5);
  });

  test('AT-03 a live row changed with its triggers off', async () => {
    await t.tamper(`update probe.sample set amount = 70 where id = '${target.id}'`, 'probe.sample');
    expect((await t.verify()).faults).toMatchObject([
      { kind: 'row-differs', entity: 'probe.sample', recordId: target.id, number: target.number, version: 3, field: 'amount' },
    ]);
  });

  test('AT-03 a live row changed together with its history', async () => {
    await t.tamper(`update probe.sample set title = 'Third, relabelled' where id = '${target.id}'`, 'probe.sample');
    await t.tamper(
      `update probe.sample_history set row = row || '{"title": "Third, relabelled"}' where id = '${target.id}' and version = 3`,
      'probe.sample_history',
    );
    const { faults } = await t.verify();
    expect(faults.map((f) => [f.kind, f.recordId, f.field])).toEqual([
      ['row-differs', target.id, 'title'],
      ['history-differs', target.id, 'title'],
    ]);
  });

  test('AT-03 a live row changed together with its head', async () => {
    await t.tamper(`update probe.sample set amount = 70 where id = '${target.id}'`, 'probe.sample');
    await t.tamper(
      `update audit.head h set after = sha256(convert_to(jsonb_strip_nulls(to_jsonb(s))::text, 'UTF8')) from probe.sample s where h.rec_id = s.id::text and s.id = '${target.id}'`,
    );
    expect((await t.verify()).faults).toMatchObject([{ kind: 'head-differs', recordId: target.id, field: 'after' }]);
  });

  test('AT-03 an old image in the history', async () => {
    await t.tamper(
      `update probe.sample_history set row = row || '{"amount": 55}' where id = '${target.id}' and version = 1`,
      'probe.sample_history',
    );
    expect((await t.verify()).faults).toMatchObject([
      { kind: 'history-differs', recordId: target.id, version: 1, field: 'amount' },
    ]);
  });

  test('AT-03 a record deleted, or put in, behind the triggers', async () => {
    await t.tamper(`delete from probe.sample where id = '${target.id}'`, 'probe.sample');
    await t.tamper(
      `insert into probe.sample (org_id, id, number, state, title, created_by, updated_by) values ('${t.org}', gen_random_uuid(), 'SMP-7777', 'DRAFT', 'Smuggled', '${t.org}', '${t.org}')`,
      'probe.sample',
    );
    const { faults } = await t.verify();
    expect(faults.find((f) => f.kind === 'row-missing')).toMatchObject({ recordId: target.id });
    expect(faults.find((f) => f.kind === 'row-unknown')).toMatchObject({ number: 'SMP-7777' });
  });

  test('AT-03 the published copy changed or taken away', async () => {
    const dir = join(t.dataDir, 'log', 'e1');
    const tile = join(dir, 'tile/0/000.p/7');
    const bytes = await readFile(tile);
    bytes[3 * 32] = (bytes[3 * 32] ?? 0) ^ 1;
    await writeFile(tile, bytes);
    expect((await t.verify()).faults).toMatchObject([{ kind: 'tile-differs', index: 3 }]);
    const note = await readFile(join(dir, 'checkpoint'), 'utf8');
    await writeFile(join(dir, 'checkpoint'), note.replace('\n7\n', '\n8\n'));
    expect((await t.verify()).faults).toMatchObject([{ kind: 'note-invalid', field: 'published checkpoint' }]);
    await rm(dir, { recursive: true });
    await t.ahead('1 minute');
    expect((await t.verify()).faults).toMatchObject([{ kind: 'published-missing', epoch: 1 }]);
  });
});

describe('AT-03 changes of the schema', () => {
  beforeAll(history);
  afterAll(() => t.close());

  test('AT-03 columns that a migration added are no tampering; what is put into them behind the triggers is', async () => {
    await t.rows(
      `alter table probe.sample add column origin text, add column is_retained boolean not null default false, add column grade text not null default 'unknown', drop column taken_at`,
    );
    expect((await t.verify()).faults).toEqual([]);
    await t.tamper(`update probe.sample set grade = 'A' where id = '${target.id}'`, 'probe.sample');
    expect((await t.verify()).faults).toMatchObject([{ kind: 'row-differs', recordId: target.id, field: 'grade' }]);
  });

  test('AT-03 a table that the verifier may no longer read is a fault, not a failure', async () => {
    const before = (await t.verify()).faults.length;
    await t.rows('revoke select on probe.sample_history from plumbline_verifier');
    const { faults } = await t.verify();
    expect(faults).toContainEqual(expect.objectContaining({ kind: 'table-unreadable', entity: 'probe.sample' }));
    await t.rows('grant select on probe.sample_history to plumbline_verifier');
    expect((await t.verify()).faults).toHaveLength(before);
  });

  test('AT-03 every guard taken down is named', async () => {
    const name = await partition();
    const before = (await t.verify()).faults.length;
    const steps = [
      ['trigger-changed', 'a_update', 'alter table probe.sample disable trigger a_update'],
      ['trigger-missing', 'a_insert', 'drop trigger a_insert on probe.sample'],
      // Enabled, but silent while a session calls itself a replica.
      ['trigger-changed', 'b_no_delete', 'alter table probe.sample enable trigger b_no_delete'],
      ['trigger-missing', 'z_refuse', 'drop trigger z_refuse on audit.batch'],
      ['trigger-missing', 'z_refuse_truncate', `drop trigger z_refuse_truncate on ${name}`],
      ['trigger-missing', 'b_append_only', 'drop trigger b_append_only on probe.sample_history'],
      [
        'function-changed',
        'audit.refuse_change',
        'create or replace function audit.refuse_change() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$',
      ],
      [
        'trigger-changed',
        'b_guard',
        'drop trigger b_guard on probe.sample; create trigger b_guard before update on probe.sample for each row when (new.amount is null) execute function kernel.guard_update(); alter table probe.sample enable always trigger b_guard',
      ],
    ] as const;
    for (const [done, [kind, field, statement]] of steps.entries()) {
      await t.rows(statement);
      const { faults } = await t.verify();
      expect(faults).toHaveLength(before + done + 1);
      expect(faults).toContainEqual(expect.objectContaining({ kind, field }));
    }
    expect((await t.verify()).faults.find((f) => f.field === 'z_refuse_truncate')?.detail).toContain(name);
  });
});
