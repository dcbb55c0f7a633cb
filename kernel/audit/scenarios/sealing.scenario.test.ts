import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPool, sql } from '#kernel/db';
import { openLogKeys, publishLog, sealOnce, startSealer, verifierOf } from '../index.ts';
import { generateNoteKey, parseSigningKey } from '../log/index.ts';
import { Sample, type Trail, trail } from './trail-fixture.ts';

let t: Trail;
let pool: pg.Pool;
beforeEach(async () => {
  t = await trail();
  pool = openPool(t.urls.sealer, { max: 4 });
});
afterEach(async () => {
  await pool.end();
  await t.close();
});
const sizes = async () =>
  (await t.rows<{ size: string }>('select size from audit.checkpoint order by size')).map((r) => Number(r.size));

describe('sealing', () => {
  test('E2E-16 a thousand changes by ten people at once are all sealed, without a gap, and verify', async () => {
    const sealer = startSealer({ url: t.urls.sealer, dataDir: t.dataDir, intervalMs: 20 });
    const people = Array.from({ length: 10 }, (_, i) => t.person(`Person ${i}`));
    await Promise.all(
      people.map(async (actor) => {
        for (let i = 0; i < 50; i++) {
          const row = await t.as((tx) => tx.create(Sample, { title: `${actor.name} ${i}` }), {}, actor);
          await t.as((tx) => tx.update(Sample, row, { amount: i }), {}, actor);
        }
      }),
    );
    expect(await sealer.sealedPast(undefined, 30_000)).toBe(true);
    await sealer.stop();
    const entries = await t.rows<{ entry: string }>(
      'select audit.entry_number(epoch, xid, ord) as entry from audit.event order by 1',
    );
    expect(entries.map((e) => Number(e.entry))).toEqual(Array.from({ length: 1002 }, (_, i) => i));
    const result = await t.verify();
    expect(result.faults).toEqual([]);
    expect(result.checked).toMatchObject({ events: 1002, unsealed: 0, published: 1002 });
  });

  test('AT-10 outgoing events on their way do not hold up sealing', async () => {
    await t.sample('Sealed meanwhile');
    const key = openLogKeys(t.dataDir).signerFor(1);
    await t.as(async (tx) => {
      await tx.query(sql`select * from events.relay('[]', 10)`);
      expect((await sealOnce(pool, { origin: key.name, signer: key })).size).not.toBeNull();
    });
  });

  test('AT-10 an event of a transaction that is still open is waited for, never skipped', async () => {
    const slow = new pg.Client({ connectionString: t.urls.app });
    await slow.connect();
    await slow.query('begin');
    await slow.query(`select set_config('app.org_id', $1, true), set_config('app.ctx', $2, true)`, [
      t.org,
      JSON.stringify({ actor: t.org, name: 'Slow', type: 'USER' }),
    ]);
    await slow.query(`select audit.append($1, 'VIEW', 'probe', 'probe.sample', 'slow', null, null)`, [t.org]);
    await t.sample('Faster');
    const key = openLogKeys(t.dataDir).signerFor(1);
    // Whatever is sealed now ends before the open transaction.
    await sealOnce(pool, { origin: key.name, signer: key });
    const [ahead] = await t.rows<{ n: string }>(
      `select count(*) as n from audit.event e join audit.cursor c on c.epoch = e.epoch where e.body ->> 'number' is not null and (e.xid, e.ord) <= (c.last_xid, c.last_ord)`,
    );
    expect(Number(ahead?.n ?? 0)).toBe(0);
    await slow.query('commit');
    await slow.end();
    await t.seal();
    const order = await t.rows<{ rec_id: string }>(
      `select rec_id from audit.event where action = 'VIEW' or rec_number is not null order by audit.entry_number(epoch, xid, ord)`,
    );
    expect(order[0]?.rec_id).toBe('slow');
    expect((await t.verify()).faults).toEqual([]);
  });

  test('AT-10 transactions are ordered by their number, also where it gets a digit more', async () => {
    // 9, 10 and 100: as texts they would stand in another order.
    for (const xid of ['100', '9', '10'])
      await t.rows(
        `insert into audit.event (epoch, xid, ord, at, org_id, action, module, entity, rec_id, actor_id, body)
         select epoch, '${xid}', ord, at, org_id, action, module, entity, 'x${xid}', actor_id,
           replace(replace(body::text, '"xid" : "' || xid::text || '"', '"xid" : "${xid}"'), '"id" : "' || rec_id || '"', '"id" : "x${xid}"')::json
         from audit.event where entity = 'access.organization' and xid > '1000' order by ord limit 1`,
      );
    const key = openLogKeys(t.dataDir).signerFor(1);
    for (let i = 0; i < 5; i++) await sealOnce(pool, { origin: key.name, signer: key, limit: 1 });
    await t.seal();
    const order = await t.rows<{ rec_id: string }>(
      'select rec_id from audit.event order by audit.entry_number(epoch, xid, ord) limit 3',
    );
    expect(order.map((e) => e.rec_id)).toEqual(['x9', 'x10', 'x100']);
    const { faults } = await t.verify();
    // They are forged, of course, so the body's version stands in no column; but each is where it was sealed.
    expect(new Set(faults.map((f) => f.kind))).toEqual(new Set(['column-differs']));
  });

  test('AT-10 of several sealers one works at a time, and the log stays one', async () => {
    for (let i = 0; i < 30; i++) await t.sample(`S ${i}`);
    const sealers = Array.from({ length: 3 }, () => startSealer({ url: t.urls.sealer, dataDir: t.dataDir, intervalMs: 10 }));
    for (let i = 0; i < 30; i++) await t.sample(`T ${i}`);
    expect(await Promise.all(sealers.map((s) => s.sealedPast(undefined, 20_000)))).toEqual([true, true, true]);
    await Promise.all(sealers.map((s) => s.stop()));
    const { faults, checked } = await t.verify();
    expect(faults).toEqual([]);
    expect(checked.events).toBe(62);
  });

  test('AT-03 a sealer that dies between its statements leaves nothing half-sealed', async () => {
    const key = openLogKeys(t.dataDir).signerFor(1);
    for (let i = 0; i < 10; i++) {
      await t.sample(`Crash ${i}`);
      // The session is killed at a random moment of the sealing transaction.
      const sealing = sealOnce(pool, { origin: key.name, signer: key, limit: 1 }).catch(() => undefined);
      await delay(Math.floor(Math.random() * 6));
      await t.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'plumbline_sealer' and datname = current_database()`,
      );
      await sealing;
    }
    await t.seal();
    const result = await t.verify();
    expect(result.faults).toEqual([]);
    expect(result.checked.unsealed).toBe(0);
  });

  test('AT-03 verification beside a log that grows finds nothing, because there is nothing', async () => {
    const sealer = startSealer({ url: t.urls.sealer, dataDir: t.dataDir, intervalMs: 5 });
    let busy = true;
    const writing = (async () => {
      for (let i = 0; busy; i++) await t.update(await t.sample(`Busy ${i}`), { amount: i });
    })();
    const results = [];
    for (let i = 0; i < 8; i++) results.push(await t.verify());
    busy = false;
    await writing;
    await sealer.stop();
    expect(results.flatMap((r) => r.faults)).toEqual([]);
    expect(results.at(-1)?.checked.events).toBeGreaterThan(results[0]?.checked.events ?? 0);
  });

  test('AT-03 a key that is not the one of the log, or a cursor set back, is refused', async () => {
    await t.sample('One');
    await t.seal();
    await t.sample('Two');
    const { skey } = generateNoteKey('plumbline/another/e1');
    const stranger = parseSigningKey(skey);
    await expect(sealOnce(pool, { origin: stranger.name, signer: stranger })).rejects.toThrow(/signed for another log/);
    const key = openLogKeys(t.dataDir).signerFor(1);
    await expect(sealOnce(pool, { origin: 'plumbline/another/e1', signer: key })).rejects.toThrow(/does not belong/);
    await t.tamper(
      `update audit.cursor set size = 0, last_xid = '0', last_ord = 0, frontier = decode('0000000000000000', 'hex')`,
    );
    await expect(sealOnce(pool, { origin: key.name, signer: key })).rejects.toThrow(/does not fit its last checkpoint/);
  });

  test('AT-03 a database set back behind its published log is not signed again, and its health shows it', async () => {
    await t.sample('One');
    await t.seal();
    const kept = await t.rows('select * from audit.checkpoint');
    await t.sample('Two');
    await t.seal();
    expect(kept).toHaveLength(1);
    await t.tamper(`delete from audit.checkpoint where size = (select max(size) from audit.checkpoint)`, 'audit.checkpoint');
    const errors: unknown[] = [];
    const before = await sizes();
    const sealer = startSealer({ url: t.urls.sealer, dataDir: t.dataDir, intervalMs: 10, onError: (e) => errors.push(e) });
    await t.sample('Three');
    expect(await sealer.sealedPast(undefined, 300)).toBe(false);
    await sealer.stop();
    expect(String(errors[0])).toMatch(/the published log of epoch 1 has \d+ entries/);
    expect(await sizes()).toEqual(before);
  });

  test('AT-03 a new epoch continues under a new name and key; both verify', async () => {
    await t.sample('Before');
    await t.seal();
    await t.rows('insert into audit.epoch (number) values (2)');
    await t.sample('After');
    await t.seal();
    const { vkeys } = openLogKeys(t.dataDir);
    expect(vkeys.split('\n').map((k) => k.split('+')[0])).toEqual([
      expect.stringMatching(/\/e1$/),
      expect.stringMatching(/\/e2$/),
    ]);
    const result = await t.verify();
    expect(result.faults).toEqual([]);
    expect(result.checked).toMatchObject({ epochs: 2, batches: 2 });
  });
});

describe('keys and the published copy', () => {
  test('AT-03 the signing key is for nobody else to read, and is made once', async () => {
    const first = openLogKeys(t.dataDir).signerFor(1);
    expect(openLogKeys(t.dataDir).signerFor(1).vkey).toBe(first.vkey);
    expect((await stat(join(t.dataDir, 'keys', 'log.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(t.dataDir, 'keys', 'log.vkey'), 'utf8')).toBe(`${first.vkey}\n`);
  });

  test('AT-03 the copy is made again from the database, the same byte for byte', async () => {
    await t.as(async (tx) => {
      for (let i = 0; i < 600; i++) await tx.create(Sample, { title: `Row ${i}` });
    });
    await t.seal(250);
    await t.seal(40);
    await t.seal();
    const dir = join(t.dataDir, 'log', 'e1');
    const snapshot = async () => {
      const names = (await readdir(dir, { recursive: true, withFileTypes: true }))
        .filter((e) => e.isFile())
        .map((e) => join(e.parentPath, e.name));
      return new Map(
        await Promise.all(names.map(async (name): Promise<[string, string]> => [name, (await readFile(name)).toString('hex')])),
      );
    };
    const before = await snapshot();
    await rm(dir, { recursive: true });
    const key = openLogKeys(t.dataDir).signerFor(1);
    expect(await publishLog(pool, 1, t.dataDir, verifierOf(key))).toBe(602);
    const after = await snapshot();
    expect([...after.keys()].filter((name) => !/\.p\//.test(name)).sort()).toEqual(
      [...before.keys()].filter((name) => !/\.p\//.test(name)).sort(),
    );
    for (const [name, content] of after) expect(before.get(name), name).toBe(content);
    expect((await t.verify()).checked.published).toBe(602);
  });
});
